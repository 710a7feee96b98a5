package ezio.core.swarm.policy;

import ezio.core.unit.Rate;

/**
 * How many peers to serve at the same time under an upload limit: only as many as get a block each second, since who gets
 * nothing for some seconds takes us for dead and asks others.
 */
public final class UploadSlots {

    private UploadSlots() {}

    /**
     * @param most without a limit, 1 or more
     * @param limit zero for none
     * @return 1 to {@code most}
     */
    public static int count(int most, Rate limit) {
        if (limit.bytesPerSecond() <= 0) {
            return most;
        }
        return (int) Math.max(1, Math.min(most, limit.bytesPerSecond() / BlockLength.LEAST_BYTES));
    }
}
