package ezio.daemon;

import ezio.core.problem.Problem;
import ezio.core.swarm.PeerAccount;
import ezio.core.swarm.TransferStatus;
import ezio.core.torrent.InfoHash;
import ezio.core.unit.Rate;
import ezio.protocol.node.Image;
import ezio.verb.live.Resumption;
import ezio.verb.live.SwarmImage;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An image on the node of a daemon, as it was a moment ago. Safe for use by any thread. */
final class RemoteImage implements SwarmImage {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteImage.class);

    // One look at an image asks for several things of it.
    private static final long FRESH_NS = 100_000_000;
    // A switch that restarts takes half a minute; a daemon that is gone for longer is gone.
    private static final long PATIENCE_NS = 60_000_000_000L;

    private final DaemonClient client;
    private final InfoHash infoHash;
    private Image last;
    private long lastNs = System.nanoTime();
    private long askedNs = lastNs;
    private boolean hasLeft;
    private Problem silence;
    private boolean isLost;

    RemoteImage(DaemonClient client, Image first) {
        this.client = client;
        this.infoHash = new InfoHash(first.getInfoHash());
        this.last = first;
    }

    private synchronized Image look() {
        long now = System.nanoTime();
        if (hasLeft || isLost || now - askedNs < FRESH_NS) {
            return last;
        }
        try {
            Optional<Image> found = client.find(infoHash);
            hasLeft = found.isEmpty();
            found.ifPresent(image -> last = image);
            lastNs = System.nanoTime();
            silence = null;
        } catch (DaemonUnreachable e) {
            LOG.debug("{}", last.getName(), e);
            silence = e;
            // Where nobody listens any more the daemon has ended, and its images with it.
            isLost = e.isRefused() || System.nanoTime() - lastNs > PATIENCE_NS;
        }
        askedNs = System.nanoTime();
        return last;
    }

    @Override
    public Role role() {
        return last().getRole() == Image.Role.SEED ? Role.SEED : Role.RESTORE;
    }

    private synchronized Image last() {
        return last;
    }

    @Override
    public String name() {
        return last().getName();
    }

    @Override
    public InfoHash infoHash() {
        return infoHash;
    }

    @Override
    public Path path() {
        return Path.of(last().getPath());
    }

    @Override
    public Optional<Resumption> resumption() {
        return ImageReading.resumption(last());
    }

    @Override
    public boolean isChecked() {
        return last().getChecked();
    }

    @Override
    public Instant since() {
        return Instant.ofEpochMilli(last().getSinceEpochMs());
    }

    @Override
    public synchronized TransferStatus status() {
        TransferStatus status = ImageReading.status(look());
        if (isLost) {
            return with(status, TransferStatus.State.FAILED, Optional.empty(), Optional.of(silence));
        }
        if (hasLeft && status.state() != TransferStatus.State.FAILED) {
            return with(status, TransferStatus.State.STOPPED, Optional.empty(), Optional.empty());
        }
        return silence == null
                ? status
                : with(status, status.state(), Optional.of(silence.getMessage()), status.failure());
    }

    private static TransferStatus with(
            TransferStatus last, TransferStatus.State state, Optional<String> note, Optional<Problem> failure) {
        return new TransferStatus(
                state,
                last.isPaused(),
                last.piecesHeld(),
                last.piecesTotal(),
                last.bytesHeld(),
                last.bytesTotal(),
                last.downloadedBytes(),
                last.uploadedBytes(),
                last.rejectedPieces(),
                Rate.ZERO,
                Rate.ZERO,
                last.elapsed(),
                List.of(),
                last.copies(),
                last.sinceLastUpload(),
                note,
                failure);
    }

    @Override
    public List<PeerAccount> accounts() {
        return ImageReading.accounts(look());
    }

    @Override
    public synchronized boolean isComplete() {
        return look().getComplete() && !isLost && !hasLeft;
    }

    @Override
    public synchronized boolean hasLeft() {
        return look().getLeft() || hasLeft || isLost;
    }

    @Override
    public void addPeer(InetSocketAddress address) {
        take(client.addPeers(infoHash, List.of(ImageMessages.text(address))), false);
    }

    @Override
    public void pause() {
        take(client.pause(infoHash), false);
    }

    @Override
    public void resume() {
        take(client.resume(infoHash), false);
    }

    @Override
    public void stop(String reason) {
        synchronized (this) {
            if (hasLeft || isLost) {
                // Of a daemon that is gone there is nothing to stop; the status says so.
                return;
            }
        }
        try {
            take(client.stop(infoHash, reason), true);
        } catch (RemoteProblem e) {
            // Its stop rule may have been met meanwhile.
            if (client.find(infoHash).isPresent()) {
                throw e;
            }
            synchronized (this) {
                hasLeft = true;
            }
        }
    }

    private synchronized void take(Image answer, boolean isOver) {
        last = answer;
        askedNs = System.nanoTime();
        lastNs = askedNs;
        hasLeft = isOver;
    }

    @Override
    public String toString() {
        return last().getName() + " at " + client.address();
    }
}
