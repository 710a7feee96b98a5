package ezio.verb.live;

import ezio.core.swarm.PeerAccount;
import ezio.core.swarm.StopRule;
import ezio.core.swarm.Transfer;
import ezio.core.swarm.TransferStatus;
import ezio.core.torrent.TorrentSpec;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An image on a {@link LiveNode}. */
final class NodeImage implements LiveImage {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

    private final Role role;
    private final Path path;
    private final Path place;
    private final StopRule stopRule;
    private final Transfer transfer;
    private final Board board;
    private final Runnable onStopped;
    private final Optional<Recorder> recorder;
    private final Optional<Resumption> resumption;
    private final boolean isChecked;
    private final Instant since = Instant.now();
    private final CompletableFuture<Void> completion = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final Object stopping = new Object();
    // Held for moments only, unlike the one above.
    private final Object telling = new Object();
    private boolean isLeaving;
    private volatile long completeSinceNs;
    private volatile boolean isComplete;

    /**
     * @param path as it was given
     * @param place what is read or written
     * @param onStopped takes it off the node; may be called again
     * @param recorder of a restore
     */
    NodeImage(
            Role role,
            Path path,
            Path place,
            StopRule stopRule,
            Transfer transfer,
            Board board,
            Runnable onStopped,
            Optional<Recorder> recorder,
            Optional<Resumption> resumption,
            boolean isChecked) {
        this.role = role;
        this.path = path;
        this.place = place;
        this.stopRule = stopRule;
        this.transfer = transfer;
        this.board = board;
        this.onStopped = onStopped;
        this.recorder = recorder;
        this.resumption = resumption;
        this.isChecked = isChecked;
    }

    @Override
    public Role role() {
        return role;
    }

    @Override
    public TorrentSpec torrent() {
        return transfer.torrent();
    }

    @Override
    public Path path() {
        return path;
    }

    Path place() {
        return place;
    }

    @Override
    public Optional<Resumption> resumption() {
        return resumption;
    }

    @Override
    public boolean isChecked() {
        return isChecked;
    }

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public TransferStatus status() {
        return transfer.status();
    }

    @Override
    public List<PeerAccount> accounts() {
        return transfer.accounts();
    }

    @Override
    public CompletableFuture<Void> completion() {
        return completion;
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public void addPeer(InetSocketAddress address) {
        transfer.addPeer(address);
    }

    @Override
    public void pause() {
        if (!ended.isDone() && !status().isPaused()) {
            transfer.pause();
            board.post(LiveEvent.Kind.PAUSED, torrent(), "paused", Map.of());
        }
    }

    @Override
    public void resume() {
        if (!ended.isDone() && status().isPaused()) {
            transfer.resume();
            board.post(LiveEvent.Kind.RESUMED, torrent(), "resumed", Map.of());
        }
    }

    @Override
    public void stop(String reason) {
        synchronized (stopping) {
            if (ended.isDone()) {
                onStopped.run();
                return;
            }
            TransferStatus last = status();
            synchronized (telling) {
                isLeaving = true;
            }
            try {
                transfer.stop(STOP_PATIENCE);
            } catch (RuntimeException e) {
                // It could not be synced: what is on record was, before.
                recorder.ifPresent(Recorder::end);
                board.failed(torrent(), path, e);
                ended.completeExceptionally(e);
                throw e;
            } finally {
                onStopped.run();
            }
            recorder.filter(each -> status().state() == TransferStatus.State.STOPPED)
                    .ifPresent(Recorder::seal);
            board.post(
                    LiveEvent.Kind.STOPPED,
                    torrent(),
                    "stopped (" + reason + ")",
                    Map.of(
                            "reason",
                            reason,
                            "uploadedBytes",
                            last.uploadedBytes(),
                            "copies",
                            last.copies(),
                            "complete",
                            last.isComplete()));
            ended.complete(reason);
        }
    }

    /** Tells of something that is of no interest any more once it is being stopped, and is not to be told afterwards. */
    void tellUnlessLeaving(LiveEvent.Kind kind, String text, Map<String, Object> fields) {
        synchronized (telling) {
            if (!isLeaving) {
                board.post(kind, torrent(), text, fields);
            }
        }
    }

    boolean isOf(Transfer other) {
        return transfer == other;
    }

    /** The transfer is complete, and that is on record. */
    void completed() {
        recorder.ifPresent(Recorder::complete);
        completeSinceNs = System.nanoTime();
        isComplete = true;
        completion.complete(null);
    }

    /** The transfer ended with a problem: closes the image, which stays on the node to be looked at. */
    void failed(Throwable why) {
        synchronized (stopping) {
            if (!ended.isDone()) {
                try {
                    recorder.ifPresent(Recorder::end);
                    transfer.stop(Duration.ZERO);
                } finally {
                    completion.completeExceptionally(why);
                    ended.completeExceptionally(why);
                }
            }
        }
    }

    /** It was stopped before it was complete. */
    void abandoned(Throwable why) {
        completion.completeExceptionally(why);
    }

    /** Returns why it is to leave now; empty while it is not. */
    Optional<String> reasonToStop() {
        TransferStatus now = isComplete && !ended.isDone() ? status() : null;
        return now == null || !now.isComplete() || now.isPaused()
                ? Optional.empty()
                : stopRule.reason(now, Duration.ofNanos(System.nanoTime() - completeSinceNs));
    }
}
