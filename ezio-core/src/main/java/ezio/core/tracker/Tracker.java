package ezio.core.tracker;

import com.sun.net.httpserver.HttpServer;
import ezio.core.problem.ListenFailure;
import ezio.core.torrent.InfoHash;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * An HTTP tracker inside this process: peers announce themselves at {@code /announce} and learn of each other, counts
 * are at {@code /scrape}, the .torrent files of a directory under {@code /torrents/}, and a page for people at
 * {@code /}.
 *
 * <p>Safe for use by many threads. What is known of the swarms is lost with {@link #close()}; peers announce
 * themselves again to a new tracker by themselves. Limits are in {@link SwarmLimits} and {@link HttpLimits}.
 */
public final class Tracker implements AutoCloseable {

    private static final int NOW = 0;

    private final HttpServer server;
    private final SwarmTable table;
    private final LongSupplier nanoTime;
    private final ExecutorService threads;
    private final ExecutorService fileThreads;

    private Tracker(HttpServer server, SwarmTable table, TrackerSettings settings, LongSupplier nanoTime) {
        this.server = server;
        this.table = table;
        this.nanoTime = nanoTime;
        this.threads = pool("ezio-tracker", HttpLimits.THREADS);
        this.fileThreads = pool("ezio-tracker-files", HttpLimits.FILE_THREADS);
        server.setExecutor(threads);
        server.createContext(
                "/",
                new TrackerRequests(
                        table, settings.torrentsDirectory().map(TorrentDirectory::new), nanoTime, fileThreads));
        server.start();
    }

    /**
     * Returns a tracker that answers from now on, on threads of its own.
     *
     * @throws ListenFailure if the port is taken, or is not ours to take
     * @throws NotADirectory if there is no directory of torrents where the settings say
     */
    public static Tracker start(TrackerSettings settings) {
        return start(settings, System::nanoTime);
    }

    /** For tests: a clock that counts nanoseconds. */
    static Tracker start(TrackerSettings settings, LongSupplier nanoTime) {
        settings.torrentsDirectory()
                .filter(directory -> !Files.isDirectory(directory))
                .ifPresent(directory -> {
                    throw new NotADirectory(directory);
                });
        HttpLimits.apply();
        InetSocketAddress address = settings.listenAddress()
                .map(listen -> new InetSocketAddress(listen, settings.port()))
                .orElseGet(() -> new InetSocketAddress(settings.port()));
        SwarmTable table = new SwarmTable(
                settings.announces(),
                SwarmLimits.defaults(),
                settings.allowedTorrents(),
                new SecureRandom(),
                nanoTime.getAsLong());
        return new Tracker(listen(settings, address), table, settings, nanoTime);
    }

    private static HttpServer listen(TrackerSettings settings, InetSocketAddress address) {
        try {
            return HttpServer.create(address, HttpLimits.BACKLOG);
        } catch (IOException e) {
            throw ListenFailure.of(address.getAddress(), settings.port(), e);
        }
    }

    private static ExecutorService pool(String name, int size) {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(HttpLimits.WAITING), task -> {
                    Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Returns the port that is listened on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Returns what to write into a .torrent. {@code host} is a name or address of this machine, as others know it. */
    public String announceUrl(String host) {
        boolean isIpv6 = host.contains(":") && !host.startsWith("[");
        return "http://" + (isIpv6 ? "[" + host + "]" : host) + ":" + port() + "/announce";
    }

    /** Returns who is in the swarm of each torrent that was announced. */
    public Map<InfoHash, TorrentCounts> counts() {
        return table.counts(nanoTime.getAsLong());
    }

    /** Returns the peers of a torrent; none for one that was never announced. */
    public List<TrackedPeer> peers(InfoHash infoHash) {
        return table.peers(infoHash, nanoTime.getAsLong());
    }

    /** Stops answering at once, and frees the port. */
    @Override
    public void close() {
        server.stop(NOW);
        threads.shutdownNow();
        fileThreads.shutdownNow();
    }
}
