package ezio.daemon;

import ezio.core.problem.Problem;
import ezio.core.progress.CancelToken;
import ezio.core.swarm.TransferStatus;
import ezio.verb.live.LiveNode;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts calls, and does what they ask on a node. The node is the caller's to close, after this.
 *
 * <p>Two services: EZIO's, for its clients, and our own. Safe for use by any thread.
 */
public final class Daemon implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    // EZIO's service has no limit; ours is that of a torrent, and room for the rest of the request.
    private static final int REQUEST_ROOM_BYTES = 1 << 20;
    private static final int MOST_HEADER_BYTES = 64 << 10;
    private static final int FAREWELL_SECONDS = 2;
    // Our clients ask every 20 s whether the daemon is still there, while a call runs.
    private static final int LEAST_PING_SECONDS = 10;
    private static final long LOOK_MS = 1000;

    private final LiveNode node;
    private final Server server;
    private final ExecutorService calls;
    private final ScheduledExecutorService timer;
    private final CountDownLatch shutdown;
    private final Observatory observatory;

    private Daemon(
            LiveNode node,
            Server server,
            ExecutorService calls,
            ScheduledExecutorService timer,
            CountDownLatch shutdown,
            Observatory observatory) {
        this.node = node;
        this.server = server;
        this.calls = calls;
        this.timer = timer;
        this.shutdown = shutdown;
        this.observatory = observatory;
    }

    /**
     * Begins to accept calls; takes some tenths of a second.
     *
     * @throws DaemonProblem if it would listen where strangers are, if the port is taken, or if a certificate cannot be used
     */
    public static Daemon start(DaemonSettings settings, LiveNode node) {
        GrpcLog.begin();
        settings.check();
        CountDownLatch shutdown = new CountDownLatch(1);
        Observatory observatory = new Observatory(node, System::nanoTime);
        Asked asked = new Asked(settings.mostTorrentBytes(), new AllowedPaths(settings.allowedPaths()));
        ExecutorService calls = Executors.newCachedThreadPool(threads("ezio-call"));
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, threads("ezio-look"));
        NettyServerBuilder builder = settings.tls().isEmpty()
                ? NettyServerBuilder.forAddress(settings.listen())
                : NettyServerBuilder.forAddress(
                        settings.listen(), credentials(settings.tls().get()));
        builder.executor(calls)
                .maxInboundMessageSize(
                        (int) Math.min(Integer.MAX_VALUE, (long) settings.mostTorrentBytes() + REQUEST_ROOM_BYTES))
                .maxInboundMetadataSize(MOST_HEADER_BYTES)
                .permitKeepAliveTime(LEAST_PING_SECONDS, TimeUnit.SECONDS)
                .addService(new EzioCalls(node, settings, asked, observatory, shutdown::countDown))
                .addService(new NodeCalls(node, settings, asked, observatory, timer, shutdown::countDown));
        settings.token().ifPresent(token -> builder.intercept(new TokenWanted(token)));
        boolean isStarted = false;
        try {
            Server server = builder.build().start();
            isStarted = true;
            var unused = timer.scheduleWithFixedDelay(() -> look(observatory), LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
            return new Daemon(node, server, calls, timer, shutdown, observatory);
        } catch (IOException e) {
            throw DaemonProblem.portTaken(settings.listen(), e.getCause() == null ? e : e.getCause());
        } finally {
            if (!isStarted) {
                calls.shutdown();
                timer.shutdown();
            }
        }
    }

    // A task that throws would not be run again.
    private static void look(Observatory observatory) {
        try {
            observatory.look();
        } catch (RuntimeException e) {
            LOG.error("looking at the images", e);
        }
    }

    private static ServerCredentials credentials(DaemonSettings.Tls tls) {
        PemFiles.checkPair(tls.certificate(), tls.key());
        tls.clientCa().ifPresent(PemFiles::checkCertificates);
        try {
            TlsServerCredentials.Builder builder = TlsServerCredentials.newBuilder()
                    .keyManager(tls.certificate().toFile(), tls.key().toFile());
            if (tls.clientCa().isPresent()) {
                builder.trustManager(tls.clientCa().get().toFile()).clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
            }
            return builder.build();
        } catch (IOException e) {
            throw DaemonProblem.bad("cannot read a certificate or key: " + Problem.reason(e), null);
        }
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Returns the port on which calls are accepted. */
    public int port() {
        return server.getPort();
    }

    /**
     * Blocks until a client ends the daemon or {@code cancel} is cancelled.
     *
     * @return whether a client asked for it
     */
    public boolean awaitShutdown(CancelToken cancel) {
        CountDownLatch ended = new CountDownLatch(1);
        cancel.onCancel(ended::countDown);
        Thread waiting = new Thread(
                () -> {
                    try {
                        shutdown.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    ended.countDown();
                },
                "ezio-await");
        waiting.setDaemon(true);
        waiting.start();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waiting.interrupt();
        return shutdown.getCount() == 0;
    }

    /** Returns whether an image is not complete: being checked, fetched or synced, or ended by a problem. */
    public boolean hasUnfinished() {
        return node.images().stream()
                .map(image -> image.status().state())
                .anyMatch(state -> state != TransferStatus.State.SEEDING && state != TransferStatus.State.STOPPED);
    }

    /** Accepts no calls any more, lets those that run end, and hangs up; blocks two seconds at most. */
    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
        calls.shutdown();
        observatory.changed();
    }
}
