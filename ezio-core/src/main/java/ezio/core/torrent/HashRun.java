package ezio.core.torrent;

import ezio.core.image.ImageSource;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressMeter;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

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
    private static final ByteBuffer STOP = ByteBuffer.allocate(0);

    private final ImageSource image;
    private final int pieceLengthBytes;
    private final ProgressMeter meter;
    private final CancelToken cancel;
    private final byte[] hashes;
    private final long totalBytes;
    private int bufferLimit;
    private final BlockingQueue<ByteBuffer> free;
    private final BlockingQueue<Unit> units = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private int buffers;
    private volatile boolean stopped;
    private volatile Throwable failure;

    /** What one thread hashes in order. */
    private record Unit(long startBytes, long lengthBytes, BlockingQueue<ByteBuffer> buffers) {
        static final Unit NONE = new Unit(0, 0, new LinkedBlockingQueue<>());

        boolean isNone() {
            return lengthBytes == 0;
        }
    }

    HashRun(
            ImageSource image,
            int pieceLengthBytes,
            int threadCount,
            ProgressMeter meter,
            CancelToken cancel,
            byte[] hashes) {
        this.image = image;
        this.pieceLengthBytes = pieceLengthBytes;
        this.meter = meter;
        this.cancel = cancel;
        this.hashes = hashes;
        this.totalBytes = image.extents().totalBytes();
        // Half a piece a thread waits at the reader's pace; twice that and two buffers a thread absorb its unevenness.
        long wanted = (long) pieceLengthBytes * (threadCount - 1) + 2L * READ_BYTES * (threadCount + 1);
        this.bufferLimit = (int) Math.min(MEMORY_BYTES, wanted) / READ_BYTES;
        this.free = new ArrayBlockingQueue<>(bufferLimit);
        for (int i = 1; i <= threadCount; i++) {
            Thread thread = new Thread(this::hashUnits, "ezio-hash-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    byte[] run() {
        boolean complete = false;
        try {
            threads.forEach(Thread::start);
            readAll();
            complete = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } finally {
            stopped = !complete;
            threads.forEach(thread -> units.add(Unit.NONE));
            joinAll();
        }
        throwFailure();
        return hashes;
    }

    /** Returns how many buffers are in use at once, at most. */
    int bufferLimit() {
        return bufferLimit;
    }

    private void readAll() throws InterruptedException {
        long unitBytes = Math.max(pieceLengthBytes, READ_BYTES);
        for (long start = 0; start < totalBytes; start += unitBytes) {
            long length = Math.min(unitBytes, totalBytes - start);
            Unit unit = new Unit(start, length, new LinkedBlockingQueue<>());
            units.add(unit);
            boolean complete = false;
            try {
                for (long done = 0; done < length; done += READ_BYTES) {
                    ByteBuffer buffer = takeBuffer();
                    buffer.limit((int) Math.min(READ_BYTES, length - done));
                    image.read(start + done, buffer);
                    unit.buffers.add(buffer.flip());
                }
                complete = true;
            } finally {
                if (!complete) {
                    unit.buffers.add(STOP);
                }
            }
        }
    }

    private ByteBuffer takeBuffer() throws InterruptedException {
        while (true) {
            cancel.throwIfCancelled();
            throwFailure();
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

    private void hashUnits() {
        try {
            MessageDigest sha1 = Sha1.newDigest();
            for (Unit unit = units.take(); !unit.isNone(); unit = units.take()) {
                if (!hash(unit, sha1)) {
                    return;
                }
            }
        } catch (Throwable e) {
            // The reader looks at this before each buffer, and throws it on the thread that asked for the hashes.
            failure = e;
        }
    }

    private boolean hash(Unit unit, MessageDigest sha1) throws InterruptedException, DigestException {
        long at = unit.startBytes;
        long end = at + unit.lengthBytes;
        while (at < end) {
            ByteBuffer buffer = unit.buffers.take();
            if (stopped || !buffer.hasRemaining()) {
                return false;
            }
            int length = buffer.remaining();
            while (buffer.hasRemaining()) {
                long pieceEnd = Math.min(end, at - at % pieceLengthBytes + pieceLengthBytes);
                int part = (int) Math.min(buffer.remaining(), pieceEnd - at);
                buffer.limit(buffer.position() + part);
                sha1.update(buffer);
                buffer.limit(length);
                at += part;
                if (at == pieceEnd) {
                    int piece = (int) ((at - 1) / pieceLengthBytes);
                    sha1.digest(hashes, piece * TorrentSpec.HASH_BYTES, TorrentSpec.HASH_BYTES);
                }
            }
            free.add(buffer);
            meter.add(length);
        }
        return true;
    }

    private void joinAll() {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void throwFailure() {
        Throwable e = failure;
        if (e instanceof Error error) {
            throw error;
        }
        if (e != null) {
            throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        }
    }
}
