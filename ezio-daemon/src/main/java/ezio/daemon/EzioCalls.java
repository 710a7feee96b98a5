package ezio.daemon;

import ezio.core.progress.CancelToken;
import ezio.core.swarm.StopRule;
import ezio.core.swarm.TorrentTwice;
import ezio.core.swarm.TransferStatus;
import ezio.core.torrent.TorrentSpec;
import ezio.protocol.compat.AddRequest;
import ezio.protocol.compat.AddResponse;
import ezio.protocol.compat.EZIOGrpc;
import ezio.protocol.compat.Empty;
import ezio.protocol.compat.PauseTorrentRequest;
import ezio.protocol.compat.PauseTorrentResponse;
import ezio.protocol.compat.ResumeTorrentRequest;
import ezio.protocol.compat.ResumeTorrentResponse;
import ezio.protocol.compat.Torrent;
import ezio.protocol.compat.UpdateRequest;
import ezio.protocol.compat.UpdateStatus;
import ezio.protocol.compat.VersionResponse;
import ezio.verb.live.Doubt;
import ezio.verb.live.LiveImage;
import ezio.verb.live.LiveNode;
import ezio.verb.live.OpeningListener;
import ezio.verb.live.RestoreOrder;
import ezio.verb.live.SeedOrder;
import ezio.verb.live.SwarmImage;
import io.grpc.stub.StreamObserver;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What EZIO's clients ask. docs/daemon.md says where the answers differ from EZIO's. */
final class EzioCalls extends EZIOGrpc.EZIOImplBase {

    // EZIO's own; its clients always send theirs.
    private static final int USUAL_UPLOADS = 3;
    private static final int USUAL_CONNECTIONS = 5;
    private static final int NEVER = -1;

    // libtorrent's numbers.
    private static final int CHECKING = 1;
    private static final int DOWNLOADING = 3;
    private static final int SEEDING = 5;

    private final LiveNode node;
    private final DaemonSettings settings;
    private final Asked asked;
    private final Observatory observatory;
    private final Runnable shutdown;

    /**
     * @param shutdown is run after the answer to a call that ends the daemon
     */
    EzioCalls(LiveNode node, DaemonSettings settings, Asked asked, Observatory observatory, Runnable shutdown) {
        this.node = node;
        this.settings = settings;
        this.asked = asked;
        this.observatory = observatory;
        this.shutdown = shutdown;
    }

    @Override
    public void getVersion(Empty request, StreamObserver<VersionResponse> client) {
        Answers.one("GetVersion", client, () -> VersionResponse.newBuilder()
                .setVersion(settings.version())
                .build());
    }

    @Override
    public void shutdown(Empty request, StreamObserver<Empty> client) {
        // EZIO's clients take an answer that does not come for an error that they do not catch.
        Answers.one("Shutdown", client, Empty::getDefaultInstance);
        shutdown.run();
    }

    @Override
    public void getTorrentStatus(UpdateRequest request, StreamObserver<UpdateStatus> client) {
        Answers.one("GetTorrentStatus", client, () -> status(request));
    }

    private UpdateStatus status(UpdateRequest request) {
        Set<String> wanted = new HashSet<>();
        request.getHashesList().forEach(hash -> wanted.add(hash.toLowerCase(Locale.ROOT)));
        UpdateStatus.Builder answer = UpdateStatus.newBuilder();
        for (Observatory.Sight sight : observatory.look()) {
            String hash = sight.image().torrent().infoHash().hex();
            if (wanted.isEmpty() || wanted.contains(hash)) {
                answer.addHashes(hash).putTorrents(hash, torrent(sight));
            }
        }
        return answer.build();
    }

    private static Torrent torrent(Observatory.Sight sight) {
        TransferStatus status = sight.status();
        LiveImage image = sight.image();
        boolean hasFailed = status.state() == TransferStatus.State.FAILED;
        return Torrent.newBuilder()
                .setHash(image.torrent().infoHash().hex())
                .setName(image.torrent().name())
                .setProgress(status.fraction())
                .setDownloadRate(
                        status.state() == TransferStatus.State.CHECKING
                                ? 0
                                : Math.round(status.download().bytesPerSecond()))
                .setUploadRate(Math.round(status.upload().bytesPerSecond()))
                .setActiveTime(sight.active().toSeconds())
                .setIsFinished(status.isComplete())
                .setNumPeers(status.peers().size())
                .setState(state(status.state()))
                .setTotalDone(status.bytesHeld())
                .setTotal(image.role() == SwarmImage.Role.SEED && status.isComplete() ? 0 : status.bytesTotal())
                .setNumPieces(status.piecesHeld())
                .setFinishedTime(sight.finished().toSeconds())
                .setSeedingTime(sight.seeding().toSeconds())
                .setTotalPayloadDownload(status.downloadedBytes())
                .setTotalPayloadUpload(status.uploadedBytes())
                // As libtorrent: what has failed rests.
                .setIsPaused(status.isPaused() || hasFailed)
                .setSavePath(image.path().toString())
                .setLastUpload(status.sinceLastUpload().map(Duration::toSeconds).orElse((long) NEVER))
                .setLastDownload(sight.sinceDownload().map(Duration::toSeconds).orElse((long) NEVER))
                .build();
    }

    private static int state(TransferStatus.State state) {
        return switch (state) {
            case CHECKING -> CHECKING;
            case DOWNLOADING, SYNCING, FAILED, STOPPED -> DOWNLOADING;
            case SEEDING -> SEEDING;
        };
    }

    @Override
    public void addTorrent(AddRequest request, StreamObserver<AddResponse> client) {
        Answers.one("AddTorrent", client, () -> {
            add(request);
            observatory.changed();
            return AddResponse.newBuilder().setResult(true).build();
        });
    }

    private void add(AddRequest request) {
        TorrentSpec torrent = asked.torrent(request.getTorrent());
        Path path = path(request.getSavePath());
        if (isThere(torrent, path)) {
            return;
        }
        asked.check(path, torrent, settings.asSlices());
        OptionalInt uploads = orUsual(request.getMaxUploads(), USUAL_UPLOADS);
        OptionalInt connections = orUsual(request.getMaxConnections(), USUAL_CONNECTIONS);
        try {
            if (request.getSeedingMode()) {
                CancelToken cancel = Answers.hangUp();
                node.seed(
                        SeedOrder.of(torrent, path)
                                .withSlices(settings.asSlices())
                                .withDoubt(Doubt.TRUST)
                                .withLimits(uploads, connections),
                        OpeningListener.NONE,
                        cancel);
            } else {
                // EZIO's protocol has no way to say it twice: to name the device is the confirmation.
                node.restore(RestoreOrder.of(torrent, path)
                        .withSlices(settings.asSlices())
                        .withOverwrite(Set.of(path))
                        .withSequential(request.getSequentialDownload())
                        .withStopRule(StopRule.NEVER)
                        .withLimits(uploads, connections));
            }
        } catch (TorrentTwice e) {
            // Another call was faster.
            if (!isThere(torrent, path)) {
                throw e;
            }
        }
    }

    /** Returns whether the image is on the node already, and where it was asked for. */
    private boolean isThere(TorrentSpec torrent, Path path) {
        Optional<LiveImage> there =
                node.find(torrent.infoHash()).filter(image -> image.status().state() != TransferStatus.State.FAILED);
        if (there.isPresent() && !same(there.get().path(), path)) {
            throw DaemonProblem.otherPath(torrent.name(), there.get().path(), path);
        }
        return there.isPresent();
    }

    private static boolean same(Path a, Path b) {
        return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw DaemonProblem.bad("save_path is empty", "name a device or a file");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw DaemonProblem.bad("save_path holds a zero byte", null);
        }
    }

    private static OptionalInt orUsual(int given, int usual) {
        return OptionalInt.of(given > 0 ? given : usual);
    }

    @Override
    public void pauseTorrent(PauseTorrentRequest request, StreamObserver<PauseTorrentResponse> client) {
        Answers.one("PauseTorrent", client, () -> {
            image(request.getHash()).pause();
            observatory.changed();
            return PauseTorrentResponse.getDefaultInstance();
        });
    }

    @Override
    public void resumeTorrent(ResumeTorrentRequest request, StreamObserver<ResumeTorrentResponse> client) {
        Answers.one("ResumeTorrent", client, () -> {
            image(request.getHash()).resume();
            observatory.changed();
            return ResumeTorrentResponse.getDefaultInstance();
        });
    }

    private LiveImage image(String hash) {
        return Asked.image(node, hash);
    }
}
