package ezio.core.swarm.store;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The one memory budget of a node: direct buffers, handed out against a reservation and used again.
 *
 * <p>Nothing here blocks. Who gets no memory asks for less from the network, and is told by {@link #onFreed} when it is
 * worth asking again. Safe for use by any thread.
 */
public final class BufferPool {

    private final long budgetBytes;
    private final Map<Integer, ArrayDeque<ByteBuffer>> free = new HashMap<>();
    private final List<Runnable> freedListeners = new ArrayList<>();
    private final List<Keeper> keepers = new ArrayList<>();
    private long reservedBytes;
    private long allocatedBytes;

    /** Has memory reserved that it can do without. */
    @FunctionalInterface
    interface Keeper {

        /**
         * Gives back what it can do without, so much at most as holds {@code bytes}.
         *
         * @return bytes that were given back
         */
        long giveUp(long bytes);
    }

    public BufferPool(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    public long budgetBytes() {
        return budgetBytes;
    }

    public synchronized long reservedBytes() {
        return reservedBytes;
    }

    /** Returns how large all buffers are that there are, taken or free. */
    synchronized long allocatedBytes() {
        return allocatedBytes;
    }

    /**
     * Reserves memory for buffers, unless the reservations would then pass {@code limitBytes}.
     *
     * @param limitBytes at most the budget; less where something else must keep a share
     */
    public synchronized boolean tryReserve(long bytes, long limitBytes) {
        if (reservedBytes + bytes > Math.min(limitBytes, budgetBytes)) {
            return false;
        }
        reservedBytes += bytes;
        return true;
    }

    /** Gives a reservation back; its buffers must have been given back before. */
    public void unreserve(long bytes) {
        List<Runnable> toTell;
        synchronized (this) {
            reservedBytes -= bytes;
            toTell = List.copyOf(freedListeners);
        }
        toTell.forEach(Runnable::run);
    }

    /** As {@link #unreserve}, but tells nobody: the caller is about to take the memory itself. */
    synchronized void unreserveQuietly(long bytes) {
        reservedBytes -= bytes;
    }

    synchronized void add(Keeper keeper) {
        keepers.add(keeper);
    }

    synchronized void remove(Keeper keeper) {
        keepers.remove(keeper);
    }

    /** Has all images give up memory that they can do without. The caller holds no lock of any image. */
    void squeeze(long bytes) {
        List<Keeper> toAsk;
        synchronized (this) {
            toAsk = List.copyOf(keepers);
        }
        long found = 0;
        for (Keeper keeper : toAsk) {
            if (found < bytes) {
                found += keeper.giveUp(bytes - found);
            }
        }
    }

    /** Returns a buffer of exactly {@code sizeBytes} with undefined content; the caller has reserved that much. */
    public synchronized ByteBuffer take(int sizeBytes) {
        ByteBuffer buffer =
                free.computeIfAbsent(sizeBytes, size -> new ArrayDeque<>()).pollLast();
        if (buffer != null) {
            return buffer.clear();
        }
        // Free buffers of other sizes make room, so that images with different piece lengths share the budget. The
        // garbage collector returns their memory.
        for (Map.Entry<Integer, ArrayDeque<ByteBuffer>> entry : free.entrySet()) {
            while (allocatedBytes + sizeBytes > budgetBytes && entry.getValue().pollFirst() != null) {
                allocatedBytes -= entry.getKey();
            }
        }
        allocatedBytes += sizeBytes;
        return ByteBuffer.allocateDirect(sizeBytes);
    }

    /**
     * Has buffers ready for {@link #take}, until {@code bytes} are allocated or the budget is: the kernel provides their
     * memory here, on the calling thread, and not where they are taken. Blocks meanwhile.
     */
    public void prepare(int sizeBytes, long bytes) {
        while (mayPrepare(sizeBytes, bytes)) {
            give(ByteBuffer.allocateDirect(sizeBytes));
        }
    }

    private synchronized boolean mayPrepare(int sizeBytes, long bytes) {
        boolean mayPrepare = allocatedBytes + sizeBytes <= Math.min(bytes, budgetBytes);
        allocatedBytes += mayPrepare ? sizeBytes : 0;
        return mayPrepare;
    }

    /** Takes a buffer back; nobody may touch it or a slice of it any more. */
    public synchronized void give(ByteBuffer buffer) {
        free.computeIfAbsent(buffer.capacity(), size -> new ArrayDeque<>()).addLast(buffer);
    }

    /** Runs {@code listener} after each time that memory became free, on the thread that freed it. */
    public synchronized void onFreed(Runnable listener) {
        freedListeners.add(listener);
    }

    public synchronized void removeListener(Runnable listener) {
        freedListeners.remove(listener);
    }
}
