package ezio.daemon;

import com.google.protobuf.ByteString;
import ezio.core.progress.CancelToken;
import ezio.core.swarm.Pacing;
import ezio.core.swarm.SwarmSettings;
import ezio.core.torrent.ImageCheck;
import ezio.core.torrent.TorrentSpec;
import ezio.core.torrent.WrongPiece;
import ezio.core.unit.Rate;
import ezio.protocol.node.AddPeersRequest;
import ezio.protocol.node.Event;
import ezio.protocol.node.Events;
import ezio.protocol.node.GetNodeRequest;
import ezio.protocol.node.GetSettingsRequest;
import ezio.protocol.node.Image;
import ezio.protocol.node.ImageRef;
import ezio.protocol.node.Images;
import ezio.protocol.node.ListEventsRequest;
import ezio.protocol.node.ListImagesRequest;
import ezio.protocol.node.NodeGrpc;
import ezio.protocol.node.NodeStatus;
import ezio.protocol.node.Range;
import ezio.protocol.node.RestoreRequest;
import ezio.protocol.node.SeedRequest;
import ezio.protocol.node.Settings;
import ezio.protocol.node.ShutdownReply;
import ezio.protocol.node.ShutdownRequest;
import ezio.protocol.node.StopRequest;
import ezio.protocol.node.VerifyProgress;
import ezio.protocol.node.VerifyRequest;
import ezio.protocol.node.VerifyResult;
import ezio.protocol.node.WatchEventsRequest;
import ezio.protocol.node.WatchImagesRequest;
import ezio.verb.live.CheckOrder;
import ezio.verb.live.LiveImage;
import ezio.verb.live.LiveNode;
import ezio.verb.live.OpeningListener;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** What our own clients ask. */
final class NodeCalls extends NodeGrpc.NodeImplBase {

    private static final int MOST_WRONG = 1000;
    private static final int MOST_RANGES = 64;
    private static final int USUAL_PERIOD_MS = 1000;
    private static final int LEAST_PERIOD_MS = 100;

    private final LiveNode node;
    private final DaemonSettings settings;
    private final Asked asked;
    private final Observatory observatory;
    private final ScheduledExecutorService timer;
    private final Runnable shutdown;
    private final Clock clock = Clock.systemUTC();
    private final long sinceEpochMs = clock.millis();

    NodeCalls(
            LiveNode node,
            DaemonSettings settings,
            Asked asked,
            Observatory observatory,
            ScheduledExecutorService timer,
            Runnable shutdown) {
        this.node = node;
        this.settings = settings;
        this.asked = asked;
        this.observatory = observatory;
        this.timer = timer;
        this.shutdown = shutdown;
    }

    @Override
    public void getNode(GetNodeRequest request, StreamObserver<NodeStatus> client) {
        Answers.one("GetNode", client, () -> {
            List<Observatory.Sight> images = observatory.look();
            SwarmSettings swarm = node.settings();
            return NodeStatus.newBuilder()
                    .setVersion(settings.version())
                    .setHost(hostName())
                    .setPeerPort(node.port())
                    .setSinceEpochMs(sinceEpochMs)
                    .setMemoryUsedBytes(node.load().poolBytes())
                    .setMemoryLimitBytes(swarm.cacheBytes())
                    .setListenAddress(swarm.listenAddress()
                            .map(InetAddress::getHostAddress)
                            .orElse(""))
                    .setHashingThreads(swarm.hashingThreads())
                    .setIoThreads(swarm.ioThreads())
                    .setMaxConnections(swarm.maxConnections())
                    .setMaxUploads(swarm.maxUploads())
                    .setLocalDiscovery(swarm.isLocalDiscoveryOn())
                    .setDownloadBytesPerSecond(
                            sum(images, sight -> sight.status().download()))
                    .setUploadBytesPerSecond(sum(images, sight -> sight.status().upload()))
                    .setImages(images.size())
                    .build();
        });
    }

    private static long sum(List<Observatory.Sight> images, Function<Observatory.Sight, Rate> rate) {
        return Math.round(images.stream()
                .mapToDouble(sight -> rate.apply(sight).bytesPerSecond())
                .sum());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }

    @Override
    public void seed(SeedRequest request, StreamObserver<Image> client) {
        Answers.one("Seed", client, () -> {
            CancelToken cancel = Answers.hangUp();
            return placed(List.of(node.seed(asked.seed(request), OpeningListener.NONE, cancel)), cancel)
                    .getImages(0);
        });
    }

    @Override
    public void restore(RestoreRequest request, StreamObserver<Images> client) {
        Answers.one("Restore", client, () -> {
            CancelToken cancel = Answers.hangUp();
            List<ezio.verb.live.RestoreOrder> orders =
                    request.getOrdersList().stream().map(asked::restore).toList();
            return placed(node.restore(orders, cancel), cancel);
        });
    }

    /** Answers what was put on the node, unless the client has gone: nobody would know of it. */
    private Images placed(List<LiveImage> images, CancelToken cancel) {
        if (cancel.isCancelled()) {
            images.forEach(image -> image.stop("the client hung up"));
            observatory.changed();
            throw new CancellationException("the client hung up");
        }
        Images.Builder answer = Images.newBuilder();
        images.forEach(image -> answer.addImages(changed(image)));
        return answer.build();
    }

    @Override
    public void listImages(ListImagesRequest request, StreamObserver<Images> client) {
        Answers.one("ListImages", client, () -> images(request.getInfoHashesList(), request.getWithPeers()));
    }

    private Images images(List<String> infoHashes, boolean withPeers) {
        Set<String> wanted = new HashSet<>();
        infoHashes.forEach(hash -> wanted.add(Asked.hash(hash).hex()));
        Images.Builder answer = Images.newBuilder();
        for (Observatory.Sight sight : observatory.look()) {
            LiveImage image = sight.image();
            if (wanted.isEmpty() || wanted.contains(image.torrent().infoHash().hex())) {
                answer.addImages(ImageMessages.of(image, sight.status(), withPeers));
            }
        }
        return answer.build();
    }

    @Override
    public void watchImages(WatchImagesRequest request, StreamObserver<Images> client) {
        ServerCallStreamObserver<Images> stream = (ServerCallStreamObserver<Images>) client;
        int periodMs = request.getPeriodMs() == 0 ? USUAL_PERIOD_MS : Math.max(LEAST_PERIOD_MS, request.getPeriodMs());
        ScheduledFuture<?> looking = timer.scheduleAtFixedRate(
                () -> {
                    if (stream.isReady()) {
                        stream.onNext(images(request.getInfoHashesList(), request.getWithPeers()));
                    }
                },
                0,
                periodMs,
                TimeUnit.MILLISECONDS);
        stream.setOnCancelHandler(() -> looking.cancel(false));
    }

    @Override
    public void pause(ImageRef request, StreamObserver<Image> client) {
        change("Pause", request.getInfoHash(), client, LiveImage::pause);
    }

    @Override
    public void resume(ImageRef request, StreamObserver<Image> client) {
        change("Resume", request.getInfoHash(), client, LiveImage::resume);
    }

    @Override
    public void stop(StopRequest request, StreamObserver<Image> client) {
        String reason = request.getReason().isEmpty() ? "asked to" : request.getReason();
        change("Stop", request.getInfoHash(), client, image -> image.stop(reason));
    }

    @Override
    public void addPeers(AddPeersRequest request, StreamObserver<Image> client) {
        change("AddPeers", request.getInfoHash(), client, image -> Asked.peers(request.getPeersList())
                .forEach(image::addPeer));
    }

    private void change(String call, String infoHash, StreamObserver<Image> client, Consumer<LiveImage> change) {
        Answers.one(call, client, () -> {
            LiveImage image = Asked.image(node, infoHash);
            change.accept(image);
            return changed(image);
        });
    }

    private Image changed(LiveImage image) {
        observatory.changed();
        return ImageMessages.of(image, true);
    }

    @Override
    public void verify(VerifyRequest request, StreamObserver<VerifyProgress> client) {
        // The last answer is sent by this method, those before it by whoever hashes.
        Answers.one("Verify", client, () -> VerifyProgress.newBuilder()
                .setResult(verify(request, client::onNext))
                .build());
    }

    private VerifyResult verify(VerifyRequest request, Consumer<VerifyProgress> listener) {
        TorrentSpec torrent;
        Path path;
        if (request.getTorrent().equals(ByteString.EMPTY)) {
            LiveImage image = Asked.image(node, request.getInfoHash());
            torrent = image.torrent();
            path = image.path();
        } else {
            torrent = asked.torrent(request.getTorrent());
            path = asked.path(request.getPath(), torrent, request.getAsSlices());
        }
        CheckOrder order =
                new CheckOrder(torrent, path, request.getAsSlices(), Asked.threads(request.getHashingThreads()));
        ImageCheck check = node.check(
                order,
                progress -> listener.accept(VerifyProgress.newBuilder()
                        .setDoneBytes(progress.doneBytes())
                        .setTotalBytes(progress.totalBytes())
                        .build()),
                Answers.hangUp());
        BitSet wrong = check.goodPieces();
        wrong.flip(0, torrent.pieceCount());
        VerifyResult.Builder result = VerifyResult.newBuilder()
                .setImage(torrent.name())
                .setPath(check.imageName())
                .setPieces(torrent.pieceCount())
                .setWrongTotal(check.wrongPieces().size())
                .setWrongBits(ByteString.copyFrom(wrong.toByteArray()));
        check.wrongPieces().stream().limit(MOST_WRONG).map(NodeCalls::message).forEach(result::addWrong);
        return result.build();
    }

    private static ezio.protocol.node.WrongPiece message(WrongPiece piece) {
        ezio.protocol.node.WrongPiece.Builder message = ezio.protocol.node.WrongPiece.newBuilder()
                .setIndex(piece.index())
                .setExpected(piece.expected())
                .setFound(piece.found());
        piece.deviceRanges().stream()
                .limit(MOST_RANGES)
                .forEach(range -> message.addRanges(
                        Range.newBuilder().setOffsetBytes(range.offsetBytes()).setLengthBytes(range.lengthBytes())));
        return message.build();
    }

    @Override
    public void listEvents(ListEventsRequest request, StreamObserver<Events> client) {
        Answers.one("ListEvents", client, () -> {
            Events.Builder answer = Events.newBuilder();
            node.events().stream()
                    .map(EventMessages::of)
                    .filter(event -> request.getInfoHashesList().isEmpty()
                            || request.getInfoHashesList().contains(event.getInfoHash()))
                    .forEach(answer::addEvents);
            return answer.build();
        });
    }

    @Override
    public void watchEvents(WatchEventsRequest request, StreamObserver<Event> client) {
        ServerCallStreamObserver<Event> stream = (ServerCallStreamObserver<Event>) client;
        EventStream events = new EventStream(stream, Set.copyOf(request.getInfoHashesList()));
        stream.setOnCancelHandler(() -> {
            node.unlisten(events);
            events.end();
        });
        node.listen(events);
        events.begin(clock.millis());
    }

    @Override
    public void getSettings(GetSettingsRequest request, StreamObserver<Settings> client) {
        Answers.one("GetSettings", client, this::current);
    }

    @Override
    public void changeSettings(Settings changes, StreamObserver<Settings> client) {
        Answers.one("ChangeSettings", client, () -> {
            change(changes);
            return current();
        });
    }

    private void change(Settings changes) {
        Pacing before = node.settings().pacing();
        try {
            LogLevels levels = changes.hasLogLevels() ? LogLevels.parse(changes.getLogLevels()) : null;
            boolean hasPacing = changes.hasUploadLimitBytesPerSecond()
                    || changes.hasDownloadLimitBytesPerSecond()
                    || changes.hasSlowStartPeriodMs();
            if (hasPacing) {
                node.limit(new Pacing(
                        changes.hasUploadLimitBytesPerSecond()
                                ? new Rate(changes.getUploadLimitBytesPerSecond())
                                : before.upload(),
                        changes.hasDownloadLimitBytesPerSecond()
                                ? new Rate(changes.getDownloadLimitBytesPerSecond())
                                : before.download(),
                        changes.hasSlowStartPeriodMs()
                                ? Duration.ofMillis(changes.getSlowStartPeriodMs())
                                : before.slowStartPeriod()));
            }
            if (levels != null) {
                levels.apply();
            }
        } catch (IllegalArgumentException e) {
            throw DaemonProblem.bad(e.getMessage(), null);
        }
    }

    private Settings current() {
        Pacing pacing = node.settings().pacing();
        return Settings.newBuilder()
                .setUploadLimitBytesPerSecond(Math.round(pacing.upload().bytesPerSecond()))
                .setDownloadLimitBytesPerSecond(Math.round(pacing.download().bytesPerSecond()))
                .setSlowStartPeriodMs(pacing.slowStartPeriod().toMillis())
                .setLogLevels(LogLevels.current())
                .build();
    }

    @Override
    public void shutdown(ShutdownRequest request, StreamObserver<ShutdownReply> client) {
        Answers.one("Shutdown", client, ShutdownReply::getDefaultInstance);
        shutdown.run();
    }
}
