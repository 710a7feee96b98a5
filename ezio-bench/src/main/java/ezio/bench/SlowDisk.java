package ezio.bench;

import ezio.core.disk.BlockDevice;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A device that takes a given number of bytes per second, one write after the other, as a worn or overloaded disk does.
 * Reads are not slowed, as most of them come from the page cache. Writers wait for their turn, interrupted or not.
 */
final class SlowDisk implements BlockDevice {

    private final BlockDevice device;
    private final double bytesPerSecond;
    private long freeAtNs = System.nanoTime();

    /** @param device owned by this one from here on */
    SlowDisk(BlockDevice device, double bytesPerSecond) {
        this.device = device;
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public long sizeBytes() {
        return device.sizeBytes();
    }

    @Override
    public void read(long offsetBytes, ByteBuffer into) {
        device.read(offsetBytes, into);
    }

    @Override
    public void write(long offsetBytes, ByteBuffer from) {
        long doneAtNs = reserve(from.remaining());
        device.write(offsetBytes, from);
        awaitNs(doneAtNs);
    }

    private synchronized long reserve(int bytes) {
        long beginNs = Math.max(freeAtNs, System.nanoTime());
        freeAtNs = beginNs + (long) (bytes / bytesPerSecond * TimeUnit.SECONDS.toNanos(1));
        return freeAtNs;
    }

    private static void awaitNs(long doneAtNs) {
        boolean wasInterrupted = false;
        while (true) {
            long leftNs = doneAtNs - System.nanoTime();
            if (leftNs <= 0) {
                break;
            }
            LockSupport.parkNanos(leftNs);
            wasInterrupted |= Thread.interrupted();
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void sync() {
        device.sync();
    }

    @Override
    public void close() {
        device.close();
    }
}
