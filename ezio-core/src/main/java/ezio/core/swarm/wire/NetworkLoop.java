package ezio.core.swarm.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits for many sockets, and never for one: what cannot be read or written now is tried again when the
 * operating system says so. It sleeps while nothing happens, but for a tick a few times a second.
 */
public final class NetworkLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkLoop.class);
    private static final long TICK_MS = 100;
    // A node that only waits to be asked need not wake up so often.
    private static final long QUIET_TICK_MS = 500;
    private static final long QUIET_AFTER_NS = 1_000_000_000L;

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final LongSupplier onTick;
    private final Executor disk;
    private final ArrayList<Link> toFlush = new ArrayList<>();
    private final ArrayList<SelectionKey> paused = new ArrayList<>();
    private volatile boolean isClosing;
    private long lastTickNs = System.nanoTime();
    private long lastEventNs = lastTickNs;
    private long lastWakeNs = lastTickNs;
    private long tickMs = TICK_MS;
    private long leastSleepNs;
    private boolean isLinkUnfinished;

    /**
     * @param onTick runs about ten times a second on the loop's thread, twice a second while nothing arrives or leaves;
     *     returns for how long the loop is to sleep at least until the next tick, whatever arrives, in nanoseconds
     * @param disk runs what sends blocks from a disk, on threads that may wait for it
     */
    public NetworkLoop(String name, LongSupplier onTick, Executor disk) {
        this.onTick = onTick;
        this.disk = disk;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs {@code task} on the loop's thread, soon. Safe for use by any thread. */
    public void execute(Runnable task) {
        tasks.add(task);
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    /** Hands each connection that arrives at {@code server} to {@code onAccepted}, on the loop's thread. */
    public void accept(ServerSocketChannel server, Consumer<SocketChannel> onAccepted) {
        execute(() -> {
            try {
                server.configureBlocking(false);
                server.register(selector, SelectionKey.OP_ACCEPT, onAccepted);
            } catch (IOException e) {
                LOG.warn("cannot accept on {}: {}", server, e.getMessage());
            }
        });
    }

    /** Begins a connection to {@code address}; {@code handler} learns what became of it. */
    public Link connect(InetSocketAddress address, MessageCodec codec, LinkHandler handler) {
        Link link = new Link(this, codec, handler, address);
        execute(() -> {
            SocketChannel channel = null;
            try {
                channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                boolean isConnected = channel.connect(address);
                link.attach(channel, channel.register(selector, isConnected ? 0 : SelectionKey.OP_CONNECT, link));
                if (isConnected) {
                    link.connected();
                }
            } catch (IOException | RuntimeException e) {
                if (channel != null && link.isUnattached()) {
                    closeQuietly(channel);
                }
                link.closeNow(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
            }
        });
        return link;
    }

    /** Takes over an accepted connection. */
    public Link adopt(SocketChannel channel, InetSocketAddress remote, MessageCodec codec, LinkHandler handler) {
        Link link = new Link(this, codec, handler, remote);
        execute(() -> {
            try {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                link.attach(channel, channel.register(selector, SelectionKey.OP_READ, link));
            } catch (IOException e) {
                closeQuietly(channel);
                link.closeNow(e.getMessage());
            }
        });
        return link;
    }

    static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing {}", channel, e);
        }
    }

    /** Has the link written before the loop sleeps again. On the loop's thread. */
    void flushLater(Link link) {
        toFlush.add(link);
    }

    /** Says that a link has ended its turn with more to read or write. On the loop's thread. */
    void goOnSoon() {
        isLinkUnfinished = true;
    }

    Executor disk() {
        return disk;
    }

    boolean isLoopThread() {
        return Thread.currentThread() == thread;
    }

    private void run() {
        while (!isClosing) {
            try {
                letGather();
                int ready = selector.select(this::ready, tasks.isEmpty() ? tickMs : 1);
                runTasks();
                long now = System.nanoTime();
                lastWakeNs = now;
                lastEventNs = ready > 0 ? now : lastEventNs;
                tickMs = now - lastEventNs > QUIET_AFTER_NS ? QUIET_TICK_MS : TICK_MS;
                if (now - lastTickNs >= TICK_MS * 1_000_000) {
                    lastTickNs = now;
                    resumeAccepting();
                    leastSleepNs = onTick.getAsLong();
                    runTasks();
                }
                flush();
            } catch (ClosedSelectorException e) {
                break;
            } catch (IOException | RuntimeException | Error e) {
                // The node lives as long as this thread; what went wrong concerns one connection as a rule.
                LOG.error("network loop", e);
            }
        }
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Link link) {
                link.closeNow("stopping");
            }
        }
        runTasks();
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("closing the selector", e);
        }
    }

    /** Sleeps what is left of the time between two times of waking up. */
    private void letGather() {
        if (leastSleepNs > 0 && !isLinkUnfinished) {
            LockSupport.parkNanos(this, lastWakeNs + leastSleepNs - System.nanoTime());
        }
        isLinkUnfinished = false;
    }

    private void resumeAccepting() {
        paused.stream().filter(SelectionKey::isValid).forEach(key -> key.interestOps(SelectionKey.OP_ACCEPT));
        paused.clear();
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("network task", e);
            }
        }
    }

    private void flush() {
        for (int i = 0; i < toFlush.size(); i++) {
            toFlush.get(i).flushNow();
        }
        toFlush.clear();
    }

    private void ready(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof Link link) {
            link.ready();
            return;
        }
        @SuppressWarnings("unchecked")
        Consumer<SocketChannel> onAccepted = (Consumer<SocketChannel>) key.attachment();
        try {
            SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
            if (channel != null) {
                onAccepted.accept(channel);
            }
        } catch (IOException e) {
            // No file descriptor is free, as a rule. The connection stays in the queue and would be reported at once
            // again.
            LOG.warn("cannot accept a connection: {}", e.getMessage());
            key.interestOps(0);
            paused.add(key);
        }
    }

    /** Closes every link and ends the thread; waits for that at most a second. */
    @Override
    public void close() {
        isClosing = true;
        LockSupport.unpark(thread);
        selector.wakeup();
        if (isLoopThread()) {
            return;
        }
        try {
            thread.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
