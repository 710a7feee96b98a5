package ezio.bench;

import ezio.core.disk.BlockDevice;
import ezio.core.disk.ChannelDevice;
import ezio.core.image.RawImage;
import ezio.core.swarm.PeerStatus;
import ezio.core.swarm.SwarmNode;
import ezio.core.swarm.SwarmSettings;
import ezio.core.swarm.Transfer;
import ezio.core.swarm.TransferStatus;
import ezio.core.swarm.TransferWarmUp;
import ezio.core.torrent.TorrentFiles;
import ezio.core.torrent.TorrentSpec;
import ezio.core.tracker.Tracker;
import ezio.core.tracker.TrackerSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One machine of a measured deployment, as {@code ezio-bench/lab/ezio.sh} uses it: starts, says "ready", waits for a line
 * in a FIFO, does its part, says when it was complete, and serves until SIGTERM. Start-up is not in the measured time, as
 * it is not with the other engines, which are daemons.
 *
 * <pre>
 *   seed TORRENT IMAGE [KEY=VALUE…]       serves at once, or after go=FIFO; with tracker=PORT it is the tracker as well
 *   restore TORRENT TARGET [KEY=VALUE…]   waits for go=FIFO first
 * </pre>
 *
 * Keys: port, cache (MiB), hashing, io, uploads, listen, tracker, go, peers (HOST:PORT,…), trace (a line each
 * second), disk (MB/s that the target's disk takes at most).
 */
public final class LabNode {

    private static final Duration FAREWELL = Duration.ofMillis(300);

    private final Map<String, String> options;
    private final TorrentSpec torrent;
    private final SwarmNode node;

    private LabNode(TorrentSpec torrent, Map<String, String> options) throws IOException {
        this.torrent = torrent;
        this.options = options;
        SwarmSettings defaults = SwarmSettings.defaults();
        SwarmSettings settings = defaults.withPort(number("port", 6891))
                .withCacheBytes(
                        options.containsKey("cache") ? number("cache", 0) * 1024L * 1024 : defaults.cacheBytes())
                .withThreads(number("hashing", defaults.hashingThreads()), number("io", defaults.ioThreads()))
                .withLimits(defaults.maxConnections(), number("uploads", defaults.maxUploads()));
        if (options.containsKey("listen")) {
            settings = settings.withListenAddress(InetAddress.getByName(options.get("listen")));
        }
        this.node = SwarmNode.start(settings);
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = new TreeMap<>();
        List<String> words = new ArrayList<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals > 0) {
                options.put(arg.substring(0, equals), arg.substring(equals + 1));
            } else {
                words.add(arg);
            }
        }
        if (words.size() != 3 || !List.of("seed", "restore").contains(words.get(0))) {
            say("usage: seed|restore TORRENT PATH [KEY=VALUE…]");
            System.exit(2);
        }
        TorrentSpec torrent = TorrentFiles.read(Path.of(words.get(1)));
        // As the daemon does.
        TransferWarmUp.begin().join();
        LabNode lab = new LabNode(torrent, options);
        Transfer transfer =
                words.get(0).equals("seed") ? lab.seed(Path.of(words.get(2))) : lab.restore(Path.of(words.get(2)));
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            TransferStatus status = transfer.status();
            say(String.format(
                    Locale.ROOT,
                    "END received=%d sent=%d rejected=%d",
                    status.downloadedBytes(),
                    status.uploadedBytes(),
                    status.rejectedPieces()));
            transfer.stop(FAREWELL);
            end.countDown();
        }));
        end.await();
    }

    private Transfer seed(Path image) throws IOException {
        if (options.containsKey("tracker")) {
            Tracker.start(TrackerSettings.defaults().withPort(number("tracker", 0)));
        }
        if (options.containsKey("go")) {
            say("ready");
            awaitGo();
        }
        Transfer seed = node.seed(torrent, new RawImage(ChannelDevice.openForReading(image), torrent.extents()), false);
        introduce(seed);
        if (!options.containsKey("go")) {
            say("ready");
        }
        return seed;
    }

    private Transfer restore(Path target) throws Exception {
        node.prepareRestore(torrent);
        BlockDevice device = ChannelDevice.openForWriting(target);
        if (options.containsKey("disk")) {
            device = new SlowDisk(device, number("disk", 0) * 1e6);
        }
        RawImage image = new RawImage(device, torrent.extents());
        say("ready");
        if (options.containsKey("go")) {
            awaitGo();
        }
        Transfer restore = node.restore(torrent, image, false);
        introduce(restore);
        while (true) {
            try {
                restore.completion().get(1, TimeUnit.SECONDS);
                break;
            } catch (TimeoutException e) {
                if (options.containsKey("trace")) {
                    trace(restore.status());
                }
            }
        }
        say(String.format(Locale.ROOT, "COMPLETE %.3f", System.currentTimeMillis() / 1e3));
        return restore;
    }

    private void awaitGo() throws IOException {
        try (BufferedReader go = Files.newBufferedReader(Path.of(options.get("go")))) {
            go.readLine();
        }
    }

    private static void trace(TransferStatus status) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT, "%.1f s: %.1f %%", status.elapsed().toMillis() / 1e3, status.fraction() * 100));
        for (PeerStatus peer : status.peers()) {
            line.append(String.format(
                    Locale.ROOT,
                    "  %s has %.0f %% down %.1f up %.1f MB/s",
                    peer.address().getAddress().getHostAddress(),
                    peer.has() * 100,
                    peer.download().bytesPerSecond() / 1e6,
                    peer.upload().bytesPerSecond() / 1e6));
        }
        say(line.toString());
    }

    private void introduce(Transfer transfer) {
        for (String peer : options.getOrDefault("peers", "").split(",", -1)) {
            int colon = peer.lastIndexOf(':');
            if (colon > 0) {
                transfer.addPeer(
                        new InetSocketAddress(peer.substring(0, colon), Integer.parseInt(peer.substring(colon + 1))));
            }
        }
    }

    private int number(String key, int preset) {
        return options.containsKey(key) ? Integer.parseInt(options.get(key)) : preset;
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
