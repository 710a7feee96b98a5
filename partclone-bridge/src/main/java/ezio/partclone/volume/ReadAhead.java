package ezio.partclone.volume;

import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;

/**
 * Buffers on their way between the thread that unpacks and the one that reads. Two sides, one thread each; whoever
 * comes too early waits. Nothing waits any more once it was closed.
 */
final class ReadAhead {

    /** Bytes, and where the packed ones are that they were made from. */
    static final class Chunk {
        final byte[] bytes;
        int length;
        Place place;

        Chunk(int capacity) {
            bytes = new byte[capacity];
        }
    }

    private final int limit;
    private final int chunkBytes;
    private final ArrayDeque<Chunk> full = new ArrayDeque<>();
    private final ArrayDeque<Chunk> free = new ArrayDeque<>();
    private int made;
    private boolean isEnded;
    private boolean isClosed;
    private RuntimeException failure;

    ReadAhead(int limit, int chunkBytes) {
        this.limit = limit;
        this.chunkBytes = chunkBytes;
    }

    /** Returns a chunk to fill; null if it was closed. */
    synchronized Chunk takeFree() {
        boolean wasInterrupted = false;
        while (!isClosed && free.isEmpty() && made == limit) {
            try {
                wait();
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
        if (isClosed) {
            return null;
        }
        if (free.isEmpty()) {
            made++;
            return new Chunk(chunkBytes);
        }
        return free.pop();
    }

    synchronized void putFull(Chunk chunk) {
        full.add(chunk);
        notifyAll();
    }

    /** No more will come. */
    synchronized void end(RuntimeException why) {
        isEnded = true;
        failure = why;
        notifyAll();
    }

    /**
     * Returns the next chunk; null at the end.
     *
     * @throws CancellationException if the thread was interrupted, and still is
     */
    synchronized Chunk takeFull() {
        while (full.isEmpty() && !isEnded && !isClosed) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
        }
        if (isClosed) {
            throw new IllegalStateException("the image was closed");
        }
        if (full.isEmpty() && failure != null) {
            throw failure;
        }
        return full.poll();
    }

    synchronized void giveBack(Chunk chunk) {
        free.push(chunk);
        notifyAll();
    }

    synchronized void close() {
        isClosed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return isClosed;
    }
}
