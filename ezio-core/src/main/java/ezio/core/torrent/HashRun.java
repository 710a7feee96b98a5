package ezio.core.torrent;

import ezio.core.image.ImageStream;
import ezio.core.progress.CancelToken;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * One pass over an image: the calling thread reads buffers of 1 MiB in order, the hashing threads take them.
 *
 * <p>A unit of work is what one thread hashes in order: one long piece, whose buffers come one by one, or the short
 * pieces of one buffer. Threads take units in order, so the oldest unfinished unit always has a thread and its buffers
 * come back: the reader cannot wait for ever.
 */
final class HashRun {

    static final int READ_BYTES = 1 << 20;
    static final int MEMORY_BYTES = 48 << 20;

    // How soon a cancel is seen by a reader that waits for a buffer.
    private static final long LOOK_AROUND_MS = 50;
    // Nothing more comes for this unit. Every other buffer holds a byte at least.
    private static final ByteBuffer END = ByteBuffer.allocate(0);

    private final ImageStream image;
    private final int pieceLengthBytes;
    private final LongConsumer hashedBytes;
    private final CancelToken cancel;
    private final PieceHashes hashes;
    private final HashThreads threads;
    private int bufferLimit;
    private final BlockingQueue<ByteBuffer> free;
    private final BlockingQueue<Unit> units = new LinkedBlockingQueue<>();
    private int buffers;
    private volatile boolean stopped;

    /** What one thread hashes in order. */
    private static final class Unit {
        static final Unit NONE = new Unit(-1);

        final long startBytes;
        final BlockingQueue<ByteBuffer> buffers = new LinkedBlockingQueue<>();
        // Set before the end is queued: an end without it is that of a reader that failed.
        volatile boolean isComplete;

        Unit(long startBytes) {
            this.startBytes = startBytes;
        }

        boolean isNone() {
            return startBytes < 0;
        }
    }

    /**
     * @param hashedBytes is told how many bytes more are done, by any thread
     */
    HashRun(
            ImageStream image,
            int pieceLengthBytes,
            int threadCount,
            LongConsumer hashedBytes,
            CancelToken cancel,
            PieceHashes hashes) {
        this.image = image;
        this.pieceLengthBytes = pieceLengthBytes;
        this.hashedBytes = hashedBytes;
        this.cancel = cancel;
        this.hashes = hashes;
        // Half a piece a thread waits at the reader's pace; twice that and two buffers a thread absorb its unevenness.
        long wanted = (long) pieceLengthBytes * (threadCount - 1) + 2L * READ_BYTES * (threadCount + 1);
        this.bufferLimit = (int) Math.min(MEMORY_BYTES, wanted) / READ_BYTES;
        this.free = new ArrayBlockingQueue<>(bufferLimit);
        this.threads = new HashThreads(threadCount, this::hashUnits);
    }

    byte[] run() {
        boolean complete = false;
        try {
            threads.start();
            readAll();
            complete = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } finally {
            stopped = !complete;
            units.addAll(Collections.nCopies(threads.count(), Unit.NONE));
            threads.joinAll();
        }
        threads.throwFailure();
        return hashes.toArray();
    }

    /** Returns how many buffers are in use at once, at most. */
    int bufferLimit() {
        return bufferLimit;
    }

    private void readAll() throws InterruptedException {
        long unitBytes = Math.max(pieceLengthBytes, READ_BYTES);
        for (long start = 0; readUnit(start, unitBytes); start += unitBytes) {
            // An image whose length only its end tells has no limit otherwise.
            PieceLength.count(start + unitBytes, pieceLengthBytes);
        }
    }

    /** Returns whether more can follow. */
    private boolean readUnit(long startBytes, long unitBytes) throws InterruptedException {
        Unit unit = new Unit(startBytes);
        units.add(unit);
        try {
            boolean isFull = true;
            for (long done = 0; isFull && done < unitBytes; done += READ_BYTES) {
                ByteBuffer buffer = takeBuffer();
                image.read(buffer);
                isFull = !buffer.hasRemaining();
                if (buffer.flip().hasRemaining()) {
                    unit.buffers.add(buffer);
                }
            }
            unit.isComplete = true;
            return isFull;
        } finally {
            unit.buffers.add(END);
        }
    }

    private ByteBuffer takeBuffer() throws InterruptedException {
        while (true) {
            cancel.throwIfCancelled();
            threads.throwFailure();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            ByteBuffer buffer = free.poll();
            if (buffer == null) {
                buffer = buffers < bufferLimit ? allocate() : free.poll(LOOK_AROUND_MS, TimeUnit.MILLISECONDS);
            }
            if (buffer != null) {
                return buffer.clear();
            }
        }
    }

    // Returns null where the memory for direct buffers is spent: one buffer is enough to go on, slowly.
    private ByteBuffer allocate() {
        try {
            ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
            buffers++;
            return buffer;
        } catch (OutOfMemoryError e) {
            if (buffers == 0) {
                throw e;
            }
            bufferLimit = buffers;
            return null;
        }
    }

    private void hashUnits() throws InterruptedException {
        PieceDigest digest = new PieceDigest(pieceLengthBytes, hashes);
        for (Unit unit = units.take(); !unit.isNone(); unit = units.take()) {
            if (!hash(unit, digest)) {
                return;
            }
        }
    }

    private boolean hash(Unit unit, PieceDigest digest) throws InterruptedException {
        digest.begin(unit.startBytes);
        while (true) {
            ByteBuffer buffer = unit.buffers.take();
            if (stopped || !buffer.hasRemaining() && !unit.isComplete) {
                return false;
            }
            if (!buffer.hasRemaining()) {
                digest.end();
                return true;
            }
            int length = buffer.remaining();
            digest.update(buffer);
            free.add(buffer);
            hashedBytes.accept(length);
        }
    }
}
