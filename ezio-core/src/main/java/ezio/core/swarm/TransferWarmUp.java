package ezio.core.swarm;

import ezio.core.disk.ChannelDevice;
import ezio.core.extent.ExtentMap;
import ezio.core.image.RawImage;
import ezio.core.problem.Problem;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.torrent.PieceHasher;
import ezio.core.torrent.TorrentDraft;
import ezio.core.torrent.TorrentSpec;
import ezio.core.tracker.Tracker;
import ezio.core.tracker.TrackerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the JVM load and compile what a transfer takes while there is none yet: an image of zeros goes from one node to
 * another inside of this process, through a tracker of its own, over loopback. Otherwise the first connections wait for
 * that, on all machines of a deployment at the same moment ({@code docs/benchmarks.md}). For programs that start long
 * before they have something to do, such as the daemon; others would wait for it instead.
 */
public final class TransferWarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(TransferWarmUp.class);

    // Enough blocks for the compiler; with a quarter of them transfers begin as soon, and take a little longer to get
    // to their rate.
    private static final int PIECE_BYTES = 512 << 10;
    private static final int IMAGE_BYTES = 16 * PIECE_BYTES;
    private static final int PATIENCE_SECONDS = 10;

    private static CompletableFuture<Void> whole;

    private TransferWarmUp() {}

    /**
     * Begins, on a thread of its own; returns at once. It takes about a second of one core, 16 MiB in the directory for
     * temporary files, and 8 MiB of memory for the time. Does nothing a second time. Safe for use by any thread.
     *
     * @return done when it is over; never fails, since one that cannot be made costs some hundredths of a second later
     */
    public static synchronized CompletableFuture<Void> begin() {
        if (whole == null) {
            whole = new CompletableFuture<>();
            Thread thread = new Thread(TransferWarmUp::run, "ezio-warm-up");
            thread.setDaemon(true);
            thread.start();
        }
        return whole;
    }

    private static void run() {
        try {
            in(Path.of(System.getProperty("java.io.tmpdir")));
        } catch (IOException | ExecutionException | TimeoutException | InterruptedException | Problem e) {
            LOG.debug("nothing was warmed up", e);
        } finally {
            whole.complete(null);
        }
    }

    /** Transfers it in a directory of its own in {@code parent}, and leaves nothing behind. */
    static void in(Path parent) throws IOException, ExecutionException, TimeoutException, InterruptedException {
        Path directory = Files.createTempDirectory(parent, "ezio-warm-up");
        Path source = directory.resolve("source");
        Path target = directory.resolve("target");
        // In the reverse order, where the program ends before this has.
        List.of(directory, source, target).forEach(path -> path.toFile().deleteOnExit());
        try {
            ChannelDevice.makeFile(source, IMAGE_BYTES);
            ChannelDevice.makeFile(target, IMAGE_BYTES);
            transfer(source, target);
        } finally {
            Files.deleteIfExists(source);
            Files.deleteIfExists(target);
            Files.delete(directory);
        }
    }

    private static void transfer(Path source, Path target)
            throws IOException, ExecutionException, TimeoutException, InterruptedException {
        InetAddress here = InetAddress.getLoopbackAddress();
        SwarmSettings settings =
                SwarmSettings.defaults().withListenAddress(here).withPort(0).withThreads(1, 1);
        try (Tracker tracker = Tracker.start(
                        TrackerSettings.defaults().withListenAddress(here).withPort(0));
                SwarmNode seeder = SwarmNode.startToWarmUp(settings);
                SwarmNode fetcher = SwarmNode.startToWarmUp(settings)) {
            ExtentMap extents = ExtentMap.whole(IMAGE_BYTES);
            RawImage image = new RawImage(ChannelDevice.openForReading(source), extents);
            TorrentSpec torrent = torrent(image, tracker.announceUrl(here.getHostAddress()));
            seeder.seed(torrent, image, false);
            fetcher.restore(torrent, new RawImage(ChannelDevice.openForWriting(target), extents), false)
                    .completion()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static TorrentSpec torrent(RawImage image, String tracker) {
        byte[] hashes = PieceHasher.hash(image, PIECE_BYTES, 1, ProgressListener.NONE, new CancelToken());
        return TorrentDraft.of("warm-up", image.extents(), PIECE_BYTES, hashes)
                .withTrackers(List.of(List.of(tracker)))
                .toSpec();
    }
}
