package ezio.core.swarm.store;

import ezio.core.image.ImageSource;
import ezio.core.problem.Problem;
import ezio.core.swarm.wire.Payload;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The parts of an image that are in memory to be sent: what was just received, and what was read for a peer, while memory
 * lasts. Safe for use by any thread; reads run on the I/O threads.
 */
final class SegmentCache {

    // The operating system keeps what was read or written as well; what is hottest is kept here to save the copy.
    // Several targets ask for the same piece within a second or two: 32 MiB are a quarter of a second at 1 Gbit/s.
    private static final long MAX_KEPT_BYTES = 32 << 20;
    // At 150 MB/s a head that moves takes as long as 1.5 MB of reading (10 ms), so that most of the time is reading.
    private static final long READ_AHEAD_BYTES = 4 << 20;

    private final long totalBytes;
    private final int segmentBytes;
    private final ImageSource image;
    private final BufferPool pool;
    private final Executor io;
    private final DiskMeter meter;
    private final long keptBytes;
    // In order of use, oldest first.
    private final LinkedHashMap<Long, Segment> segments = new LinkedHashMap<>(64, 0.75f, true);
    private final ArrayDeque<Load> starved = new ArrayDeque<>();
    private final Runnable onFreed = this::retryStarvedSoon;
    private final BufferPool.Keeper keeper = this::giveUp;
    private final AtomicBoolean isAsking = new AtomicBoolean();
    private int loading;
    private boolean isClosed;

    private record Load(long startBytes, int lengthBytes, long readAheadEndBytes, BlockRead read) {}

    SegmentCache(long totalBytes, int segmentBytes, ImageSource image, BufferPool pool, Executor io, DiskMeter meter) {
        this.totalBytes = totalBytes;
        this.segmentBytes = segmentBytes;
        this.image = image;
        this.pool = pool;
        this.io = io;
        this.meter = meter;
        this.keptBytes = Math.min(MAX_KEPT_BYTES, pool.budgetBytes() / 4);
        pool.onFreed(onFreed);
        pool.add(keeper);
    }

    /** Takes over segments that hold their bytes, each with a pin until it is written: {@link #unpin}. */
    synchronized void keep(Segment[] ready) {
        for (Segment segment : ready) {
            segment.state = Segment.State.READY;
            segment.pins++;
            segments.put(segment.index, segment);
        }
    }

    synchronized boolean contains(long startBytes, int lengthBytes) {
        for (long i = startBytes / segmentBytes; i <= (startBytes + lengthBytes - 1) / segmentBytes; i++) {
            if (!segments.containsKey(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Brings a range into memory; calls {@code read} at once if it is there, else later on an I/O thread.
     *
     * @param readAheadEndBytes up to where more may be read at the same time, if memory allows
     */
    void read(long startBytes, int lengthBytes, long readAheadEndBytes, BlockRead read) {
        load(new Load(startBytes, lengthBytes, readAheadEndBytes, read));
    }

    private void load(Load load) {
        long first = load.startBytes / segmentBytes;
        long last = (load.startBytes + load.lengthBytes - 1) / segmentBytes;
        List<Segment> needed = new ArrayList<>(2);
        List<Segment> toLoad = new ArrayList<>(2);
        Gather gather;
        synchronized (this) {
            if (isClosed) {
                return;
            }
            int missing = 0;
            for (long i = first; i <= last; i++) {
                missing += segments.containsKey(i) ? 0 : 1;
            }
            if (missing > 0 && !reserve((long) missing * segmentBytes)) {
                starved.add(load);
                askOthers((long) missing * segmentBytes);
                return;
            }
            for (long i = first; i <= last; i++) {
                Segment segment = segments.get(i);
                if (segment == null) {
                    segment = begin(i);
                    toLoad.add(segment);
                }
                segment.pins++;
                needed.add(segment);
            }
            if (missing > 0) {
                readAhead(last + 1, Math.min(load.readAheadEndBytes, load.startBytes + READ_AHEAD_BYTES), toLoad);
            }
            gather = new Gather(load, needed);
            for (Segment segment : needed) {
                if (segment.state == Segment.State.LOADING) {
                    gather.missing++;
                    segment.await(gather);
                }
            }
        }
        if (!toLoad.isEmpty()) {
            io.execute(() -> toLoad.forEach(this::readSegment));
        }
        gather.finishIfNothingMissing();
    }

    private boolean reserve(long bytes) {
        if (pool.tryReserve(bytes, pool.budgetBytes())) {
            return true;
        }
        evict(bytes);
        return pool.tryReserve(bytes, pool.budgetBytes());
    }

    private Segment begin(long index) {
        int length = (int) Math.min(segmentBytes, totalBytes - index * segmentBytes);
        Segment segment = new Segment(index, length, pool.take(segmentBytes));
        segments.put(index, segment);
        loading++;
        return segment;
    }

    private void readAhead(long from, long endBytes, List<Segment> toLoad) {
        for (long i = from; i * segmentBytes < endBytes && !segments.containsKey(i) && reserve(segmentBytes); i++) {
            toLoad.add(begin(i));
        }
    }

    /** Collects the one or two segments of a block; called under the cache's lock until it is finished. */
    private final class Gather implements Segment.Waiter {
        private final Load load;
        private final List<Segment> needed;
        private int missing;
        private boolean isFinished;
        private Problem problem;

        Gather(Load load, List<Segment> needed) {
            this.load = load;
            this.needed = needed;
        }

        @Override
        public void loaded() {
            synchronized (SegmentCache.this) {
                missing--;
            }
            finishIfNothingMissing();
        }

        @Override
        public void failed(Problem why) {
            synchronized (SegmentCache.this) {
                missing--;
                problem = why;
            }
            finishIfNothingMissing();
        }

        void finishIfNothingMissing() {
            synchronized (SegmentCache.this) {
                if (missing > 0 || isFinished) {
                    return;
                }
                isFinished = true;
            }
            if (problem != null) {
                unpin(needed);
                load.read.failed(problem);
                return;
            }
            ByteBuffer[] parts = new ByteBuffer[needed.size()];
            int at = (int) (load.startBytes % segmentBytes);
            int left = load.lengthBytes;
            for (int i = 0; i < parts.length; i++) {
                int part = Math.min(left, segmentBytes - at);
                parts[i] = needed.get(i).buffer.slice(at, part);
                left -= part;
                at = 0;
            }
            load.read.ready(Payload.inMemory(parts, () -> unpin(needed)));
        }
    }

    private void readSegment(Segment segment) {
        Problem problem = null;
        try {
            long beganNs = System.nanoTime();
            image.read(segment.index * segmentBytes, segment.buffer.slice(0, segment.lengthBytes));
            meter.read(segment.lengthBytes, beganNs);
        } catch (Problem e) {
            problem = e;
        }
        List<Segment.Waiter> waiters;
        boolean isUseless = false;
        synchronized (this) {
            waiters = segment.takeWaiters();
            if (problem == null) {
                segment.state = Segment.State.READY;
            } else {
                // Out of the map, so that the next request tries again; the pins of the waiters free it.
                segment.state = Segment.State.DROPPED;
                segments.remove(segment.index);
                isUseless = segment.pins == 0;
            }
        }
        try {
            if (isUseless) {
                free(List.of(segment));
            }
            for (Segment.Waiter waiter : waiters) {
                if (problem == null) {
                    waiter.loaded();
                } else {
                    waiter.failed(problem);
                }
            }
        } finally {
            synchronized (this) {
                loading--;
                notifyAll();
            }
        }
    }

    /** Keeps segments in memory that are not this cache's yet, until {@link #unpin}. */
    synchronized void pin(List<Segment> lent) {
        lent.forEach(segment -> segment.pins++);
    }

    /** Gives the memory of segments back that never were this cache's, as soon as nobody reads them any more. */
    void drop(List<Segment> useless) {
        List<Segment> unread = new ArrayList<>();
        synchronized (this) {
            for (Segment segment : useless) {
                segment.state = Segment.State.DROPPED;
                if (segment.pins == 0) {
                    unread.add(segment);
                }
            }
        }
        free(unread);
    }

    /** Lets go of segments; they stay in memory while there is enough of it. */
    void unpin(List<Segment> pinned) {
        List<Segment> dropped = new ArrayList<>();
        synchronized (this) {
            for (Segment segment : pinned) {
                segment.pins--;
                if (segment.pins == 0 && segment.state == Segment.State.DROPPED) {
                    dropped.add(segment);
                }
            }
            long kept = (long) segments.size() * segmentBytes;
            if (kept > keptBytes || !starved.isEmpty() || isClosed) {
                collectIdle(
                        isClosed ? Long.MAX_VALUE : Math.max(kept - keptBytes, starved.isEmpty() ? 0 : segmentBytes),
                        dropped);
            }
        }
        free(dropped);
    }

    /** Gives up kept segments, oldest first; nobody is told, since the caller takes the memory. */
    synchronized void evict(long bytes) {
        List<Segment> idle = new ArrayList<>();
        collectIdle(bytes, idle);
        for (Segment segment : idle) {
            pool.give(segment.buffer);
        }
        if (!idle.isEmpty()) {
            pool.unreserveQuietly((long) idle.size() * segmentBytes);
        }
    }

    /**
     * Has other images give up what they only keep: one that is complete would hold it for good, and this one stand still.
     * Not at once, since the caller may hold a lock; whoever waits for memory is told when there is some.
     */
    void askOthers(long bytes) {
        if (isAsking.compareAndSet(false, true)) {
            io.execute(() -> {
                isAsking.set(false);
                pool.squeeze(bytes);
            });
        }
    }

    private long giveUp(long bytes) {
        List<Segment> idle = new ArrayList<>();
        synchronized (this) {
            collectIdle(bytes, idle);
        }
        free(idle);
        return (long) idle.size() * segmentBytes;
    }

    private void collectIdle(long bytes, List<Segment> into) {
        long found = 0;
        var all = segments.values().iterator();
        while (found < bytes && all.hasNext()) {
            Segment segment = all.next();
            if (segment.pins == 0 && segment.state == Segment.State.READY) {
                all.remove();
                segment.state = Segment.State.DROPPED;
                into.add(segment);
                found += segmentBytes;
            }
        }
    }

    /** Gives the memory of segments back that are in no use any more, whether they were kept or not. */
    private void free(List<Segment> dropped) {
        for (Segment segment : dropped) {
            pool.give(segment.buffer);
        }
        if (!dropped.isEmpty()) {
            pool.unreserve((long) dropped.size() * segmentBytes);
        }
    }

    /** Not at once: who frees memory may hold the lock of another image, whose turn may come at the same time. */
    private synchronized void retryStarvedSoon() {
        if (!starved.isEmpty() && !isClosed) {
            io.execute(this::retryStarved);
        }
    }

    private void retryStarved() {
        List<Load> again;
        synchronized (this) {
            if (starved.isEmpty()) {
                return;
            }
            again = new ArrayList<>(starved);
            starved.clear();
        }
        again.forEach(this::load);
    }

    /**
     * Reads no more, waits until no disk access is under way, and frees the memory. Blocks that are still being sent free
     * theirs later.
     */
    void close() {
        List<Segment> dropped = new ArrayList<>();
        synchronized (this) {
            isClosed = true;
            Uninterrupted.await(this, () -> loading > 0);
            starved.clear();
            collectIdle(Long.MAX_VALUE, dropped);
        }
        pool.removeListener(onFreed);
        pool.remove(keeper);
        free(dropped);
    }
}
