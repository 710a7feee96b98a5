package ezio.daemon;

import ezio.core.progress.CancelToken;
import ezio.core.progress.Progress;
import ezio.core.progress.ProgressListener;
import ezio.core.swarm.Pacing;
import ezio.core.swarm.SwarmSettings;
import ezio.core.torrent.ImageCheck;
import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.Rate;
import ezio.protocol.node.Image;
import ezio.protocol.node.NodeStatus;
import ezio.protocol.node.Settings;
import ezio.protocol.node.VerifyResult;
import ezio.protocol.node.WrongPiece;
import ezio.verb.live.CheckOrder;
import ezio.verb.live.LiveEvent;
import ezio.verb.live.LiveListener;
import ezio.verb.live.Node;
import ezio.verb.live.OpenedSeed;
import ezio.verb.live.RestoreOrder;
import ezio.verb.live.SeedOrder;
import ezio.verb.live.SwarmImage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The node of a daemon. Its images stay on it when this is closed.
 *
 * <p>A daemon that does not answer is a {@link DaemonUnreachable}, after five seconds where nothing comes back at all.
 */
public final class DaemonNode implements Node {

    private final DaemonClient client;
    private final EventWatch watch;

    /**
     * @param client becomes this one's to close
     */
    public DaemonNode(DaemonClient client) {
        this.client = client;
        this.watch = new EventWatch(client);
    }

    public DaemonAddress address() {
        return client.address();
    }

    @Override
    public List<SwarmImage> images() {
        return images(client.images(true));
    }

    private List<SwarmImage> images(List<Image> answers) {
        return answers.stream()
                .<SwarmImage>map(answer -> new RemoteImage(client, answer))
                .toList();
    }

    /**
     * {@inheritDoc}
     *
     * <p>The listeners are told nothing.
     */
    @Override
    public List<SwarmImage> seed(List<SeedOrder> orders, OpenedSeed.Listeners listeners, CancelToken cancel) {
        List<SwarmImage> added = new ArrayList<>();
        boolean isComplete = false;
        try {
            for (SeedOrder order : orders) {
                added.add(new RemoteImage(client, client.seed(OrderMessages.of(order), cancel)));
            }
            isComplete = true;
            return added;
        } finally {
            if (!isComplete) {
                added.forEach(image -> image.stop("another one cannot be seeded"));
            }
        }
    }

    @Override
    public List<SwarmImage> restore(List<RestoreOrder> orders, CancelToken cancel) {
        return images(client.restore(orders.stream().map(OrderMessages::of).toList(), cancel));
    }

    @Override
    public ImageCheck check(CheckOrder order, ProgressListener listener, CancelToken cancel) {
        long beganNs = System.nanoTime();
        VerifyResult result = client.verify(
                OrderMessages.of(order),
                progress -> {
                    Rate rate = Rate.of(progress.getDoneBytes(), Duration.ofNanos(System.nanoTime() - beganNs));
                    long leftBytes = progress.getTotalBytes() - progress.getDoneBytes();
                    if (progress.getTotalBytes() > 0) {
                        listener.progressed(new Progress(
                                "checking " + order.path(),
                                progress.getDoneBytes(),
                                progress.getTotalBytes(),
                                rate,
                                rate.bytesPerSecond() < 1 ? Optional.empty() : Optional.of(rate.timeFor(leftBytes))));
                    }
                },
                cancel);
        return ImageCheck.of(order.torrent(), result.getPath(), foundHashes(order.torrent(), result));
    }

    /** What is right has the torrent's hash. Of what is wrong, the daemon tells the hashes of the first thousand. */
    private static byte[] foundHashes(TorrentSpec torrent, VerifyResult result) {
        byte[] found = new byte[torrent.pieceCount() * TorrentSpec.HASH_BYTES];
        BitSet wrong = BitSet.valueOf(result.getWrongBits().toByteArray());
        for (int piece = 0; piece < torrent.pieceCount(); piece++) {
            if (!wrong.get(piece)) {
                put(found, piece, torrent.pieceHash(piece));
            }
        }
        for (WrongPiece piece : result.getWrongList()) {
            put(found, piece.getIndex(), HexFormat.of().parseHex(piece.getFound()));
        }
        return found;
    }

    private static void put(byte[] hashes, int piece, byte[] hash) {
        System.arraycopy(hash, 0, hashes, piece * TorrentSpec.HASH_BYTES, TorrentSpec.HASH_BYTES);
    }

    @Override
    public SwarmSettings settings() {
        NodeStatus node = client.node();
        Settings now = client.settings();
        SwarmSettings settings = SwarmSettings.defaults()
                .withPort(node.getPeerPort())
                .withThreads(node.getHashingThreads(), node.getIoThreads())
                .withCacheBytes(node.getMemoryLimitBytes())
                .withLimits(node.getMaxConnections(), node.getMaxUploads())
                .withLocalDiscovery(node.getLocalDiscovery())
                .withPacing(new Pacing(
                        new Rate(now.getUploadLimitBytesPerSecond()),
                        new Rate(now.getDownloadLimitBytesPerSecond()),
                        Duration.ofMillis(now.getSlowStartPeriodMs())));
        return node.getListenAddress().isEmpty()
                ? settings
                : settings.withListenAddress(address(node.getListenAddress()));
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(text, e);
        }
    }

    @Override
    public void limit(Pacing pacing) {
        client.change(Settings.newBuilder()
                .setUploadLimitBytesPerSecond(Math.round(pacing.upload().bytesPerSecond()))
                .setDownloadLimitBytesPerSecond(Math.round(pacing.download().bytesPerSecond()))
                .setSlowStartPeriodMs(pacing.slowStartPeriod().toMillis())
                .build());
    }

    @Override
    public List<LiveEvent> events() {
        return client.events().stream()
                .flatMap(event -> EventMessages.read(event).stream())
                .toList();
    }

    @Override
    public void listen(LiveListener listener) {
        watch.add(listener);
    }

    @Override
    public void unlisten(LiveListener listener) {
        watch.remove(listener);
    }

    /** Returns what the node is and does; also shows that the daemon answers. */
    public NodeStatus status() {
        return client.node();
    }

    /** Ends the daemon; it answers before that. */
    public void shutdown() {
        client.shutdown();
    }

    @Override
    public void close() {
        watch.close();
        client.close();
    }
}
