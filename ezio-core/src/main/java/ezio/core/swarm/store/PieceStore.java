package ezio.core.swarm.store;

import ezio.core.disk.Medium;
import ezio.core.image.ImageSource;
import ezio.core.image.ImageTarget;
import ezio.core.swarm.wire.Payload;
import ezio.core.torrent.TorrentSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
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

    // What a target has in use after a second at 200 Mbit/s: the pieces that arrive, and what it keeps for others.
    private static final long FIRST_BYTES = 48 << 20;

    private final TorrentSpec torrent;
    private final ImageSource image;
    private final BufferPool pool;
    private final Executor hashing;
    private final Executor io;
    private final DiskMeter meter;
    private final PieceListener listener;
    private final int segmentBytes;

    private final BitSet verified = new BitSet();
    private final Map<Integer, PieceAssembly> receiving = new HashMap<>();
    private final TreeMap<Integer, PieceAssembly> toWrite = new TreeMap<>();
    private final SegmentCache kept;
    private boolean isWriting;
    private int busy;
    private int lastWritten = -1;
    private RuntimeException failure;
    private boolean isClosed;

    /**
     * @param image the store does not close it
     * @param held the pieces that are known to be on the image; copied
     * @param hashing runs SHA-1, on as many threads as may be busy with it
     * @param io runs what waits for the disk
     * @param meter the node's
     */
    public PieceStore(
            TorrentSpec torrent,
            ImageSource image,
            BitSet held,
            BufferPool pool,
            Executor hashing,
            Executor io,
            DiskMeter meter,
            PieceListener listener) {
        this.torrent = torrent;
        this.image = image;
        this.pool = pool;
        this.hashing = hashing;
        this.io = io;
        this.meter = meter;
        this.listener = listener;
        this.segmentBytes = segmentBytes(torrent);
        this.kept = new SegmentCache(torrent.totalBytes(), segmentBytes, image, pool, io, meter);
        this.verified.or(held);
    }

    /** Returns the smallest budget with which an image of this piece length can be received. */
    public static long leastBudgetBytes(int pieceLengthBytes) {
        return 2L * pieceLengthBytes + 8L * Math.min(pieceLengthBytes, MAX_SEGMENT_BYTES);
    }

    /**
     * Has the memory ready that the first second of a restore takes, so that what arrives does not wait for the kernel;
     * blocks for some hundredths of a second.
     */
    public static void prepare(TorrentSpec torrent, BufferPool pool) {
        pool.prepare(segmentBytes(torrent), Math.min(FIRST_BYTES, torrent.totalBytes()));
    }

    private static int segmentBytes(TorrentSpec torrent) {
        return Math.min(torrent.pieceLengthBytes(), MAX_SEGMENT_BYTES);
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
                kept.evict(bytes);
                if (!pool.tryReserve(bytes, limit)) {
                    kept.askOthers(bytes);
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

    /**
     * Tells whether a block of a piece is here that is still being received, so that it can be read although nobody knows
     * yet whether it is right.
     */
    public synchronized boolean holds(int piece, int offsetBytes, int lengthBytes) {
        PieceAssembly assembly = receiving.get(piece);
        return assembly != null
                && failure == null
                && assembly.isInOneSegment(offsetBytes, lengthBytes)
                && assembly.holds(offsetBytes, lengthBytes);
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
                kept.keep(assembly.segments);
            }
        }
        if (!isGood || hasFailed) {
            kept.drop(List.of(assembly.segments));
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
            meter.waits(1);
            startWriter();
        }
    }

    private void startWriter() {
        // One at a time: two writers of one file wait for each other in the kernel, and a disk's head moves less.
        if (!isWriting && !toWrite.isEmpty() && failure == null) {
            isWriting = true;
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
                    kept.unpin(List.of(next.segments));
                }
                listener.written(next.piece);
            }
        } catch (RuntimeException e) {
            fail(e);
        } finally {
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
            isWriting = false;
            return null;
        }
        toWrite.remove(entry.getKey());
        meter.waits(-1);
        lastWritten = entry.getKey();
        return entry.getValue();
    }

    private void writePiece(PieceAssembly piece) {
        long at = torrent.pieceStartBytes(piece.piece);
        for (Segment segment : piece.segments) {
            long beganNs = System.nanoTime();
            ((ImageTarget) image).write(at, segment.buffer.slice(0, segment.lengthBytes));
            meter.written(segment.lengthBytes, beganNs);
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
     * Gets hold of a block of a verified piece: in memory, if it is there or has to be read in large parts, else where it
     * is stored. Calls {@code read} at once or later on an I/O thread. At most 1 MiB at a time. Also of a block that this
     * store {@link #holds}.
     *
     * @return false if it is neither, and {@code read} will not be called
     */
    public boolean read(int piece, int offsetBytes, int lengthBytes, BlockRead read) {
        Payload early;
        synchronized (this) {
            early = holds(piece, offsetBytes, lengthBytes) ? lend(piece, offsetBytes, lengthBytes) : null;
            if (early == null && !verified.get(piece)) {
                return false;
            }
        }
        if (early == null) {
            readVerified(piece, offsetBytes, lengthBytes, read);
        } else {
            read.ready(early);
        }
        return true;
    }

    private Payload lend(int piece, int offsetBytes, int lengthBytes) {
        PieceAssembly assembly = receiving.get(piece);
        List<Segment> segment = List.of(assembly.segmentOf(offsetBytes));
        kept.pin(segment);
        ByteBuffer[] bytes = {assembly.slot(offsetBytes, lengthBytes)};
        return Payload.inMemory(bytes, () -> kept.unpin(segment));
    }

    private void readVerified(int piece, int offsetBytes, int lengthBytes, BlockRead read) {
        long start = torrent.pieceStartBytes(piece) + offsetBytes;
        if (image.medium() == Medium.FLAT && !kept.contains(start, lengthBytes)) {
            read.ready(Payload.stored(
                    lengthBytes, (from, length, to) -> image.transfer(start + from, length, to), read::failed));
        } else {
            long endOfPiece = torrent.pieceStartBytes(piece) + torrent.pieceLengthBytes(piece);
            kept.read(start, lengthBytes, image.medium() == Medium.ROTATING ? endOfPiece : start + lengthBytes, read);
        }
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
            Uninterrupted.await(this, () -> busy > 0);
            receiving.values().forEach(assembly -> dropped.addAll(List.of(assembly.segments)));
            receiving.clear();
            // Not empty only after a failure: these will never be written.
            toWrite.values().forEach(assembly -> kept.unpin(List.of(assembly.segments)));
            meter.waits(-toWrite.size());
            toWrite.clear();
        }
        kept.close();
        kept.drop(dropped);
    }
}
