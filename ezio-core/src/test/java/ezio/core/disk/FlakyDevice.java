package ezio.core.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * A device with faults, for specs. Faults are set before use. Those that come by chance follow from the seed and the
 * order of the calls; the seed is in every failure's message, so that a failed run can be had again.
 *
 * <p>There is no fault "short read": a device transfers every byte or throws, so that a sector that cannot be read is
 * what a caller sees of it ({@link #failingAt}).
 */
public final class FlakyDevice implements BlockDevice {

    private final BlockDevice device;
    private final long seed;
    private final Random random;
    private long badOffsetBytes = -1;
    private int oneIn;
    private long callsUntilGone = Long.MAX_VALUE;
    private long bytesUntilFull = Long.MAX_VALUE;
    private boolean isSyncFailing;
    private Runnable beforeEach = () -> {};

    public FlakyDevice(BlockDevice device, long seed) {
        this.device = device;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** Every read or write that touches this byte fails: a bad sector. */
    public FlakyDevice failingAt(long offsetBytes) {
        badOffsetBytes = offsetBytes;
        return this;
    }

    /** One read or write in {@code n} fails, by chance. */
    public FlakyDevice failingOneIn(int n) {
        oneIn = n;
        return this;
    }

    /** After so many reads and writes everything fails, sync too: it was unplugged. */
    public FlakyDevice vanishingAfter(long calls) {
        callsUntilGone = calls;
        return this;
    }

    /** Takes so many bytes; of the write that passes that, the first part is written, and the rest fails. */
    public FlakyDevice fullAfter(long writtenBytes) {
        bytesUntilFull = writtenBytes;
        return this;
    }

    public FlakyDevice failingOnSync() {
        isSyncFailing = true;
        return this;
    }

    /** Runs before each read, write and sync, on the caller's thread: a slow device waits in it, for the spec. */
    public FlakyDevice beforeEach(Runnable hook) {
        beforeEach = hook;
        return this;
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
        beforeEach.run();
        IOException fault = nextFault(offsetBytes, into.remaining());
        if (fault != null) {
            throw DeviceFailure.read(name(), offsetBytes, into.remaining(), fault);
        }
        device.read(offsetBytes, into);
    }

    @Override
    public void write(long offsetBytes, ByteBuffer from) {
        beforeEach.run();
        int length = from.remaining();
        IOException fault = nextFault(offsetBytes, length);
        if (fault != null) {
            throw DeviceFailure.write(name(), offsetBytes, length, fault);
        }
        int taken = takeSpace(length);
        if (taken < length) {
            int limit = from.limit();
            device.write(offsetBytes, from.limit(from.position() + taken));
            from.limit(limit);
            throw DeviceFailure.write(name(), offsetBytes + taken, length - taken, because("No space left on device"));
        }
        device.write(offsetBytes, from);
    }

    private synchronized int takeSpace(int length) {
        int taken = (int) Math.min(length, bytesUntilFull);
        bytesUntilFull -= taken;
        return taken;
    }

    private synchronized IOException nextFault(long offsetBytes, int length) {
        if (callsUntilGone-- <= 0) {
            callsUntilGone = 0;
            return because("No such device");
        }
        boolean isBad = badOffsetBytes >= offsetBytes && badOffsetBytes < offsetBytes + length;
        if (isBad || oneIn > 0 && random.nextInt(oneIn) == 0) {
            return because("Input/output error");
        }
        return null;
    }

    private IOException because(String reason) {
        return new IOException(reason + " (seed " + seed + ")");
    }

    @Override
    public void sync() {
        beforeEach.run();
        synchronized (this) {
            if (isSyncFailing || callsUntilGone <= 0) {
                throw DeviceFailure.sync(name(), because("Input/output error"));
            }
        }
        device.sync();
    }

    @Override
    public void close() {
        device.close();
    }
}
