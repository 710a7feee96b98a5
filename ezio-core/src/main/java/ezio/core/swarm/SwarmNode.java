package ezio.core.swarm;

import bt.metainfo.TorrentId;
import bt.protocol.Handshake;
import bt.protocol.Message;
import ezio.core.image.ImageSource;
import ezio.core.image.ImageTarget;
import ezio.core.problem.ListenFailure;
import ezio.core.swarm.discovery.LocalDiscovery;
import ezio.core.swarm.policy.Gathering;
import ezio.core.swarm.policy.Gathering.Flow;
import ezio.core.swarm.store.BufferPool;
import ezio.core.swarm.store.DiskMeter;
import ezio.core.swarm.store.PieceListener;
import ezio.core.swarm.store.PieceStore;
import ezio.core.swarm.wire.Link;
import ezio.core.swarm.wire.LinkHandler;
import ezio.core.swarm.wire.NetworkLoop;
import ezio.core.torrent.HashWarmUp;
import ezio.core.torrent.InfoHash;
import ezio.core.torrent.TorrentSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node of the swarm: a port, the threads, the memory, and the images that are seeded and restored here.
 *
 * <p>Safe for use by any thread. Nothing here blocks but {@link #start} and {@link #close}.
 */
public final class SwarmNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SwarmNode.class);

    private static final Duration TRACKER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final long HANDSHAKE_NS = 10_000_000_000L;
    private static final int BACKLOG = 256;
    // Each waits for one tracker at a time, for seconds where it is dead.
    private static final int ANNOUNCING_THREADS = 4;
    // Connections that have said nothing yet; who has something to say does so at once.
    private static final int MOST_STRANGERS = 256;

    private final SwarmSettings settings;
    private final ServerSocketChannel server;
    private final int port;
    private final BtFramework framework;
    private final NetworkLoop network;
    private final ThreadPoolExecutor hashing;
    private final ThreadPoolExecutor io;
    private final ScheduledExecutorService scheduler;
    private final BufferPool pool;
    private final DiskMeter disks = new DiskMeter();
    private final ScheduledExecutorService timer;
    private final Pace uploads;
    private final Pace downloads;
    private volatile Optional<LocalDiscovery> localDiscovery = Optional.empty();
    private final Map<TorrentId, Session> sessions = new ConcurrentHashMap<>();
    private final List<Session> all = new ArrayList<>();
    private final Map<Link, Long> strangers = new ConcurrentHashMap<>();

    // Only the network's thread touches it.
    private long gatheringNs;

    private SwarmNode(
            SwarmSettings settings,
            ServerSocketChannel server,
            int port,
            InetAddress listenAddress,
            Runnable beforeHashing) {
        this.settings = settings;
        this.server = server;
        this.port = port;
        this.framework = new BtFramework(new InetSocketAddress(listenAddress, port), TRACKER_TIMEOUT);
        this.hashing = pool(settings.hashingThreads(), "ezio-hash", beforeHashing);
        this.io = pool(settings.ioThreads(), "ezio-io", () -> {});
        this.scheduler = Executors.newScheduledThreadPool(ANNOUNCING_THREADS, threads("ezio-announce"));
        this.timer = Executors.newScheduledThreadPool(1, threads("ezio-pace"));
        this.uploads = new Pace(settings.pacing().upload(), settings.pacing().slowStartPeriod(), timer);
        this.downloads = new Pace(settings.pacing().download(), Duration.ZERO, timer);
        this.pool = new BufferPool(settings.cacheBytes());
        this.network = new NetworkLoop("ezio-network", this::tick, io);
        network.accept(server, this::accepted);
    }

    private static ThreadPoolExecutor pool(int count, String name, Runnable before) {
        return new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads(name)) {
            @Override
            protected void beforeExecute(Thread thread, Runnable task) {
                before.run();
            }
        };
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Opens the port and starts the threads; takes some tenths of a second.
     *
     * @throws ListenFailure if the port is taken or not ours to take
     * @throws ezio.core.swarm.discovery.LocalDiscoveryFailure if local discovery is on and its port cannot be opened
     */
    public static SwarmNode start(SwarmSettings settings) {
        return start(settings, HashWarmUp::end);
    }

    /** Starts a node as {@link #start}, whose hashing is no reason to end the warm-up of it. */
    static SwarmNode startToWarmUp(SwarmSettings settings) {
        return start(settings, () -> {});
    }

    private static SwarmNode start(SwarmSettings settings, Runnable beforeHashing) {
        InetAddress address = settings.listenAddress().orElseGet(() -> new InetSocketAddress(0).getAddress());
        ServerSocketChannel server = null;
        try {
            server = ServerSocketChannel.open();
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(new InetSocketAddress(address, settings.port()), BACKLOG);
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            SwarmNode node = new SwarmNode(settings, server, port, address, beforeHashing);
            node.discoverLocally();
            return node;
        } catch (IOException e) {
            if (server != null) {
                try {
                    server.close();
                } catch (IOException suppressed) {
                    e.addSuppressed(suppressed);
                }
            }
            throw ListenFailure.of(address, settings.port(), e);
        }
    }

    private void discoverLocally() {
        if (settings.isLocalDiscoveryOn()) {
            try {
                localDiscovery = Optional.of(LocalDiscovery.start(port, settings.listenAddress(), this::heardOf));
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }
    }

    /** Returns the port on which peers are accepted. */
    public int port() {
        return port;
    }

    public SwarmSettings settings() {
        return settings;
    }

    /** Returns how busy the node is; cheap. */
    public NodeLoad load() {
        return new NodeLoad(
                pool.reservedBytes(),
                hashing.getQueue().size(),
                io.getQueue().size(),
                disks.waitingPieces(),
                disks.reads(),
                disks.writes());
    }

    /**
     * Serves {@code image}, which becomes the node's to close.
     *
     * @param check hash all of it first, and fail if a piece is wrong; else it is trusted
     */
    public Transfer seed(TorrentSpec torrent, ImageSource image, boolean check) {
        return seed(torrent, image, check, TransferOptions.USUAL);
    }

    /** Serves {@code image}, as {@link #seed(TorrentSpec, ImageSource, boolean)}. */
    public Transfer seed(TorrentSpec torrent, ImageSource image, boolean check, TransferOptions options) {
        return add(torrent, image, options, session -> session.beginSeed(check));
    }

    /**
     * Fetches what is missing into {@code image}, which becomes the node's to close, and serves what is there.
     *
     * @param recheck hash what is on the image first, and fetch only what is wrong; else nothing on it is believed
     */
    public Transfer restore(TorrentSpec torrent, ImageTarget image, boolean recheck) {
        Prior prior = recheck ? Prior.allDoubtful(torrent) : Prior.nothing();
        return restore(torrent, image, prior, TransferOptions.USUAL);
    }

    /** Fetches what is missing into {@code image}, which becomes the node's to close, and serves what is there. */
    public Transfer restore(TorrentSpec torrent, ImageTarget image, Prior prior, TransferOptions options) {
        prepareRestore(torrent);
        return add(torrent, image, options, session -> session.beginRestore(prior));
    }

    /**
     * Tells before anything is opened whether this node's memory is enough to restore a torrent, and gets ready to
     * receive and to hash. Returns at once.
     *
     * @throws CacheTooSmall if it is not
     */
    public void prepareRestore(TorrentSpec torrent) {
        CacheTooSmall.check(torrent, settings.cacheBytes());
        HashWarmUp.begin();
        io.execute(() -> PieceStore.prepare(torrent, pool));
    }

    private Transfer add(TorrentSpec torrent, ImageSource image, TransferOptions options, Consumer<Session> beginning) {
        Session session = new Session(this, torrent, image, options);
        synchronized (all) {
            if (all.stream().anyMatch(other -> other.torrentId().equals(session.torrentId()) && !other.hasFailed())) {
                throw new TorrentTwice(torrent);
            }
            all.add(session);
        }
        beginning.accept(session);
        return session;
    }

    /** Limits the node's rates from now on, for the images that are on it as well; a slow start begins anew. */
    public void limit(Pacing pacing) {
        uploads.set(pacing.upload(), pacing.slowStartPeriod());
        downloads.set(pacing.download(), Duration.ZERO);
        sessions.values().forEach(Session::limitsChanged);
    }

    /** Returns the rate limits that hold now. */
    public Pacing pacing() {
        return new Pacing(uploads.limit(), downloads.limit(), uploads.slowStartPeriod());
    }

    private void heardOf(InfoHash infoHash, InetSocketAddress address) {
        Session session = sessions.get(TorrentId.fromBytes(infoHash.bytes()));
        if (session != null) {
            session.heardOf(address);
        }
    }

    // ---- for sessions ----

    Pace uploads() {
        return uploads;
    }

    Pace downloads() {
        return downloads;
    }

    Optional<LocalDiscovery> localDiscovery() {
        return localDiscovery;
    }

    BtFramework framework() {
        return framework;
    }

    ExecutorService io() {
        return io;
    }

    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    PieceStore newStore(TorrentSpec torrent, ImageSource image, BitSet held, PieceListener listener) {
        return new PieceStore(torrent, image, held, pool, hashing, io, disks, listener);
    }

    void joined(Session session) {
        sessions.put(session.torrentId(), session);
    }

    /** Peers reach the session no more. */
    void left(Session session) {
        sessions.remove(session.torrentId(), session);
    }

    /** The session needs no stop any more. */
    void forget(Session session) {
        synchronized (all) {
            all.remove(session);
        }
    }

    Link connect(InetSocketAddress address, LinkHandler handler) {
        return network.connect(address, framework.newCodec(address.getAddress()), handler);
    }

    /** Returns whether the address is this node's own listening one. */
    boolean isSelf(InetSocketAddress address) {
        if (address.getPort() != port) {
            return false;
        }
        try {
            return address.getAddress().equals(settings.listenAddress().orElse(null))
                    || settings.listenAddress().isEmpty()
                            && NetworkInterface.getByInetAddress(address.getAddress()) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** Waits until the network's thread has done what it was told so far; at most a second. */
    void awaitNetwork() {
        CountDownLatch done = new CountDownLatch(1);
        network.execute(done::countDown);
        try {
            if (!done.await(1, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the network thread does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- the network's side ----

    private void accepted(SocketChannel channel) {
        InetSocketAddress remote = (InetSocketAddress) channel.socket().getRemoteSocketAddress();
        if (remote == null) {
            return;
        }
        if (!settings.allows(remote.getAddress())) {
            LOG.debug("{} is in no allowed network", remote);
            close(channel);
            return;
        }
        Link link = network.adopt(channel, remote, framework.newCodec(remote.getAddress()), new Greeter());
        if (strangers.size() >= MOST_STRANGERS) {
            strangers.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .ifPresent(oldest -> dismiss(oldest.getKey(), "makes room for another stranger"));
        }
        strangers.put(link, System.nanoTime());
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing a connection", e);
        }
    }

    /** Returns for how long the network's thread may let things gather until the next tick. */
    private long tick() {
        long now = System.nanoTime();
        List<Flow> flows = new ArrayList<>();
        for (Session session : sessions.values()) {
            session.tick(now, flows);
        }
        gatheringNs = Gathering.next(gatheringNs, flows);
        strangers.forEach((link, since) -> {
            if (now - since > HANDSHAKE_NS) {
                dismiss(link, "no handshake");
            }
        });
        return gatheringNs;
    }

    private void dismiss(Link stranger, String reason) {
        strangers.remove(stranger);
        stranger.close(reason);
    }

    /** Finds the session that an incoming connection asks for. */
    private final class Greeter implements LinkHandler {

        @Override
        public void handshake(Link link, Handshake handshake) {
            strangers.remove(link);
            Session session = sessions.get(handshake.getTorrentId());
            if (session == null || !session.isActive()) {
                link.close("asked for a torrent that is not here");
                return;
            }
            session.conversations().accepted(link, handshake);
        }

        @Override
        public void closed(Link link, String reason) {
            strangers.remove(link);
        }

        @Override
        public void connected(Link link) {
            throw new IllegalStateException("an accepted connection does not connect");
        }

        @Override
        public void message(Link link, Message message) {
            // Between a refusal and the close.
        }

        @Override
        public ByteBuffer blockBegins(Link link, int piece, int offsetBytes, int lengthBytes) {
            return null;
        }

        @Override
        public void blockArrived(Link link, int piece, int offsetBytes, int lengthBytes) {
            // Between a refusal and the close.
        }

        @Override
        public void blockSent(Link link, int lengthBytes) {
            throw new IllegalStateException("nothing was sent");
        }
    }

    /** Stops every transfer, as {@link Transfer#stop}, and gives the port back. */
    @Override
    public void close() {
        List<Session> toStop;
        synchronized (all) {
            toStop = List.copyOf(all);
        }
        for (Session session : toStop) {
            try {
                session.stop(FAREWELL);
            } catch (RuntimeException e) {
                // It has its own way to tell; the others are to be stopped as well.
                LOG.error("stopping {}", session.torrent(), e);
            }
        }
        network.close();
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("closing the port", e);
        }
        localDiscovery.ifPresent(LocalDiscovery::close);
        scheduler.shutdownNow();
        timer.shutdownNow();
        hashing.shutdown();
        io.shutdown();
        framework.close();
    }
}
