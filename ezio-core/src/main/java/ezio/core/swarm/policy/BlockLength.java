package ezio.core.swarm.policy;

import ezio.core.unit.Rate;

/** How large a block to ask for, or to let others ask for, where the rate is limited: many small steps, not few large ones. */
public final class BlockLength {

    /** What every client can be asked for. */
    public static final int LEAST_BYTES = 16 << 10;

    // At 100 KiB/s a block of 16 KiB goes every 160 ms, and 128 KiB go at once from 2 MiB/s on.
    private static final int BLOCKS_PER_SECOND = 16;

    private BlockLength() {}

    /**
     * @param limit zero for none
     * @param usualBytes without a limit; a power of two
     * @return a power of two, 16 KiB to {@code usualBytes}
     */
    public static int bytes(Rate limit, int usualBytes) {
        double share = limit.bytesPerSecond() / BLOCKS_PER_SECOND;
        if (limit.bytesPerSecond() <= 0 || share >= usualBytes) {
            return usualBytes;
        }
        return Math.max(LEAST_BYTES, Integer.highestOneBit((int) share));
    }
}
