package ezio.core.swarm.store;

import ezio.core.image.ImageSource;
import ezio.core.image.ImageTarget;
import ezio.core.problem.Problem;
import ezio.core.torrent.TorrentSpec;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * The pieces of one image between the network and the disk.
 *
 * <p>A piece is received into memory, hashed while it arrives, and only written to the image when its hash is right: no
 * byte of an unverified piece reaches the device, and none is read back. Writes are large and go in device order where
 * there is a choice. What was just received, and what was read for one peer, is kept for the next one while memory lasts.
 *
 * <p>Nothing here blocks the caller. Memory comes from the node's {@link BufferPool}; when there is none, {@link #begin}
 * says no, and reads wait for their turn. Safe for use by any thread.
 */
public final class PieceStore {

    /** The unit in which arrival is counted: every request starts at a multiple of it and ends at one or at the piece's end. */
    public static final int BLOCK_BYTES = 16 << 10;

    // Large enough that a write or a read of one is efficient on a hard disk, small enough that four of them are little
    // memory beside a piece.
    private static final int MAX_SEGMENT_BYTES = 1 << 20;

    // The operating system keeps what was read or written as well; what is hottest is kept here to save the copy.
    // Several
    // targets ask for the same piece within a second or two: 32 MiB are a quarter of a second at 1 Gbit/s.
    private static final long MAX_KEPT_BYTES = 32 << 20;

    private final TorrentSpec torrent;
    private final ImageSource image;
    private final BufferPool pool;
    private final Executor hashing;
    private final Executor io;
    private final int maxWriters;
    private final PieceListener listener;
    private final int segmentBytes;
    private final long keptBytes;

    private final BitSet verified = new BitSet();
    private final Map<Integer, PieceAssembly> receiving = new HashMap<>();
    private final LinkedHashMap<Long, Segment> segments = new LinkedHashMap<>(64, 0.75f, true);
    private final TreeMap<Integer, PieceAssembly> toWrite = new TreeMap<>();
    private final ArrayDeque<Load> starved = new ArrayDeque<>();
    private final Runnable onFreed = this::retryStarvedSoon;
    private int writers;
    private int busy;
    private int lastWritten = -1;
    private RuntimeException failure;
    private boolean isClosed;

    private record Load(int piece, int offsetBytes, int lengthBytes, BlockRead read) {}

    /**
     * @param image the store does not close it
     * @param held the pieces that are known to be on the image; copied
     * @param hashing runs SHA-1, on as many threads as may be busy with it
     * @param io runs what waits for the disk
     * @param maxWriters how many pieces are written at the same time: 1 for a disk that has to move its head
     */
    public PieceStore(
            TorrentSpec torrent,
            ImageSource image,
            BitSet held,
            BufferPool pool,
            Executor hashing,
            Executor io,
            int maxWriters,
            PieceListener listener) {
        this.torrent = torrent;
        this.image = image;
        this.pool = pool;
        this.hashing = hashing;
        this.io = io;
        this.maxWriters = maxWriters;
        this.listener = listener;
        this.segmentBytes = Math.min(torrent.pieceLengthBytes(), MAX_SEGMENT_BYTES);
        this.keptBytes = Math.min(MAX_KEPT_BYTES, pool.budgetBytes() / 4);
        this.verified.or(held);
        pool.onFreed(onFreed);
    }

    /** Returns the smallest budget with which an image of this piece length can be received. */
    public static long leastBudgetBytes(int pieceLengthBytes) {
        return 2L * pieceLengthBytes + 8L * Math.min(pieceLengthBytes, MAX_SEGMENT_BYTES);
    }

    /**
     * Makes room for a piece. With {@code false} there is no memory now; asking again is worth it after a piece was
     * written.
     */
    public boolean begin(int piece) {
        int length = torrent.pieceLengthBytes(piece);
        int count = (length + segmentBytes - 1) / segmentBytes;
        long bytes = (long) count * segmentBytes;
        synchronized (this) {
            if (failure != null || isClosed || verified.get(piece) || receiving.containsKey(piece)) {
                return false;
            }
            // Reads for peers keep a share, so that a node that receives at full speed still serves.
            long limit = pool.budgetBytes() - Math.min(pool.budgetBytes() / 4, 8L * segmentBytes);
            if (!pool.tryReserve(bytes, limit)) {
                evict(bytes);
                if (!pool.tryReserve(bytes, limit)) {
                    return false;
                }
            }
            Segment[] parts = new Segment[count];
            for (int i = 0; i < count; i++) {
                parts[i] = new Segment(
                        torrent.pieceStartBytes(piece) / segmentBytes + i,
                        Math.min(segmentBytes, length - i * segmentBytes),
                        pool.take(segmentBytes));
            }
            receiving.put(piece, new PieceAssembly(piece, length, segmentBytes, parts));
            return true;
        }
    }

    /**
     * Returns the memory into which a block of a piece that was begun is to be put, or null if the piece is not being
     * received any more. Only one thread may fill a block; it then calls {@link #arrived}.
     */
    public synchronized ByteBuffer slot(int piece, int offsetBytes, int lengthBytes) {
        PieceAssembly assembly = receiving.get(piece);
        return assembly == null ? null : assembly.slot(offsetBytes, lengthBytes);
    }

    /** Says that a block's memory holds its bytes; hashing goes on by itself when the next bytes in order are there. */
    public synchronized void arrived(int piece, int offsetBytes, int lengthBytes) {
        PieceAssembly assembly = receiving.get(piece);
        if (assembly == null) {
            return;
        }
        assembly.arrived(offsetBytes, lengthBytes);
        if (!assembly.isHashing && assembly.canHash()) {
            assembly.isHashing = true;
            busy++;
            hashing.execute(() -> hash(assembly));
        }
    }

    /** Tells whether the piece has its hash, so that it can be read. */
    public synchronized boolean isVerified(int piece) {
        return verified.get(piece);
    }

    /** Serves the piece no more: it cannot be read. */
    public synchronized void withdraw(int piece) {
        verified.clear(piece);
    }

    private void hash(PieceAssembly assembly) {
        try {
            if (hashArrived(assembly)) {
                finish(assembly);
            }
        } catch (RuntimeException e) {
            fail(e);
        } finally {
            done();
        }
    }

    /** Returns whether the whole piece is hashed. */
    private boolean hashArrived(PieceAssembly assembly) {
        while (true) {
            assembly.hashNext();
            synchronized (this) {
                assembly.hashedNext();
                if (assembly.isHashed()) {
                    return true;
                }
                if (!assembly.canHash()) {
                    assembly.isHashing = false;
                    return false;
                }
            }
        }
    }

    private void finish(PieceAssembly assembly) {
        boolean isGood = torrent.isPieceHash(assembly.piece, assembly.hash());
        boolean hasFailed;
        synchronized (this) {
            receiving.remove(assembly.piece);
            hasFailed = failure != null || isClosed;
            if (isGood && !hasFailed) {
                verified.set(assembly.piece);
                for (Segment segment : assembly.segments) {
                    segment.state = Segment.State.READY;
                    segment.pins++;
                    segments.put(segment.index, segment);
                }
            }
        }
        if (!isGood || hasFailed) {
            free(List.of(assembly.segments));
        }
        if (hasFailed) {
            return;
        }
        if (!isGood) {
            listener.rejected(assembly.piece);
            return;
        }
        // Before the write may begin, so that nobody hears that a piece was written and then that it was verified.
        listener.verified(assembly.piece);
        synchronized (this) {
            toWrite.put(assembly.piece, assembly);
            startWriter();
        }
    }

    private void startWriter() {
        if (writers < maxWriters && !toWrite.isEmpty() && failure == null) {
            writers++;
            busy++;
            io.execute(this::write);
        }
    }

    private void write() {
        try {
            for (PieceAssembly next = nextToWrite(); next != null; next = nextToWrite()) {
                try {
                    writePiece(next);
                } finally {
                    unpin(List.of(next.segments));
                }
                listener.written(next.piece);
            }
        } catch (RuntimeException e) {
            fail(e);
        } finally {
            synchronized (this) {
                writers--;
            }
            done();
        }
    }

    /** Like a lift: on from the last place, then again from the lowest. */
    private synchronized PieceAssembly nextToWrite() {
        var entry = toWrite.ceilingEntry(lastWritten + 1);
        if (entry == null) {
            entry = toWrite.firstEntry();
        }
        if (entry == null || failure != null) {
            return null;
        }
        toWrite.remove(entry.getKey());
        lastWritten = entry.getKey();
        startWriter();
        return entry.getValue();
    }

    private void writePiece(PieceAssembly piece) {
        long at = torrent.pieceStartBytes(piece.piece);
        for (Segment segment : piece.segments) {
            ((ImageTarget) image).write(at, segment.buffer.slice(0, segment.lengthBytes));
            at += segment.lengthBytes;
        }
    }

    private void fail(RuntimeException problem) {
        synchronized (this) {
            if (failure != null) {
                return;
            }
            failure = problem;
        }
        listener.failed(problem);
    }

    /**
     * Brings a block of a verified piece into memory; calls {@code read} at once if it is there, else later on an I/O
     * thread. At most 1 MiB at a time.
     */
    public void read(int piece, int offsetBytes, int lengthBytes, BlockRead read) {
        load(new Load(piece, offsetBytes, lengthBytes, read));
    }

    private void load(Load load) {
        long start = torrent.pieceStartBytes(load.piece) + load.offsetBytes;
        long first = start / segmentBytes;
        long last = (start + load.lengthBytes - 1) / segmentBytes;
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
            long bytes = (long) missing * segmentBytes;
            if (bytes > 0 && !pool.tryReserve(bytes, pool.budgetBytes())) {
                evict(bytes);
                if (!pool.tryReserve(bytes, pool.budgetBytes())) {
                    starved.add(load);
                    return;
                }
            }
            for (long i = first; i <= last; i++) {
                Segment segment = segments.get(i);
                if (segment == null) {
                    int length = (int) Math.min(segmentBytes, torrent.totalBytes() - i * segmentBytes);
                    segment = new Segment(i, length, pool.take(segmentBytes));
                    segments.put(i, segment);
                    toLoad.add(segment);
                    busy++;
                }
                segment.pins++;
                needed.add(segment);
            }
            gather = new Gather(load, needed, (int) (start % segmentBytes));
            for (Segment segment : needed) {
                if (segment.state == Segment.State.LOADING) {
                    gather.missing++;
                    segment.await(gather);
                }
            }
        }
        for (Segment segment : toLoad) {
            io.execute(() -> readSegment(segment));
        }
        gather.finishIfNothingMissing();
    }

    /** Collects the one or two segments of a block; called under the store's lock until it is finished. */
    private final class Gather implements Segment.Waiter {
        private final Load load;
        private final List<Segment> needed;
        private final int offsetInFirst;
        private int missing;
        private boolean isFinished;
        private Problem problem;

        Gather(Load load, List<Segment> needed, int offsetInFirst) {
            this.load = load;
            this.needed = needed;
            this.offsetInFirst = offsetInFirst;
        }

        @Override
        public void loaded() {
            synchronized (PieceStore.this) {
                missing--;
            }
            finishIfNothingMissing();
        }

        @Override
        public void failed(Problem why) {
            synchronized (PieceStore.this) {
                missing--;
                problem = why;
            }
            finishIfNothingMissing();
        }

        void finishIfNothingMissing() {
            synchronized (PieceStore.this) {
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
            int at = offsetInFirst;
            int left = load.lengthBytes;
            for (int i = 0; i < parts.length; i++) {
                int part = Math.min(left, segmentBytes - at);
                parts[i] = needed.get(i).buffer.slice(at, part);
                left -= part;
                at = 0;
            }
            load.read.ready(parts, () -> unpin(needed));
        }
    }

    private void readSegment(Segment segment) {
        Problem problem = null;
        try {
            image.read(segment.index * segmentBytes, segment.buffer.slice(0, segment.lengthBytes));
        } catch (Problem e) {
            problem = e;
        }
        List<Segment.Waiter> waiters;
        synchronized (this) {
            waiters = segment.takeWaiters();
            if (problem == null) {
                segment.state = Segment.State.READY;
            } else {
                // Out of the map, so that the next request tries again; the pins of the waiters free it.
                segment.state = Segment.State.DROPPED;
                segments.remove(segment.index);
            }
        }
        try {
            for (Segment.Waiter waiter : waiters) {
                if (problem == null) {
                    waiter.loaded();
                } else {
                    waiter.failed(problem);
                }
            }
        } finally {
            done();
        }
    }

    private void unpin(List<Segment> pinned) {
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

    /** Gives up kept segments, oldest first. Under the lock; nobody is told, since the caller takes the memory. */
    private void evict(long bytes) {
        List<Segment> idle = new ArrayList<>();
        collectIdle(bytes, idle);
        for (Segment segment : idle) {
            pool.give(segment.buffer);
        }
        if (!idle.isEmpty()) {
            pool.unreserveQuietly((long) idle.size() * segmentBytes);
        }
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

    private synchronized void done() {
        busy--;
        notifyAll();
    }

    /**
     * Takes no more blocks, waits until what was verified is written and no disk access is under way, and frees the
     * memory. Blocks of others that are still being sent free theirs later. The image stays open.
     */
    public void close() {
        List<Segment> dropped = new ArrayList<>();
        synchronized (this) {
            isClosed = true;
            boolean wasInterrupted = false;
            while (busy > 0) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    wasInterrupted = true;
                }
            }
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
            receiving.values().forEach(assembly -> dropped.addAll(List.of(assembly.segments)));
            receiving.clear();
            // Not empty only after a failure: these will never be written.
            toWrite.values().forEach(assembly -> List.of(assembly.segments).forEach(segment -> segment.pins--));
            toWrite.clear();
            collectIdle(Long.MAX_VALUE, dropped);
            starved.clear();
        }
        pool.removeListener(onFreed);
        free(dropped);
    }
}
