package ezio.core.swarm.policy;

import java.util.List;

/**
 * How long a node lets what arrives gather before it deals with all of it at once. A thread that wakes up for each packet
 * finds its caches cold each time, and takes several times the CPU for the same bytes; but who waits for an answer waits
 * longer. So a node gathers while everything flows steadily, and no longer than nobody notices.
 */
public final class Gathering {

    private static final long MOST_NS = 20_000_000;
    // Less saves nothing: a thread that has so much to do hardly sleeps.
    private static final long LEAST_NS = 2_000_000;
    // Per look. What has just begun, as a deployment, is to come into its stride first.
    private static final long STEP_NS = 250_000;

    /**
     * Bytes that move and must not cease to.
     *
     * @param bytesPerSecond how fast they moved lately
     * @param spareBytes how many more can move before somebody waits for this node
     */
    public record Flow(double bytesPerSecond, double spareBytes) {}

    private Gathering() {}

    /**
     * Returns for how long to gather until the next look, in nanoseconds; 0 for not at all.
     *
     * @param previousNs what this returned at the last look, a tenth of a second ago
     * @param flows all that there are; those that do not move do not matter
     */
    public static long next(long previousNs, List<Flow> flows) {
        long nanos = Math.min(MOST_NS, Math.max(LEAST_NS, previousNs + STEP_NS));
        boolean isAnythingMoving = false;
        for (Flow flow : flows) {
            if (flow.bytesPerSecond > 0) {
                isAnythingMoving = true;
                nanos = Math.min(nanos, (long) (flow.spareBytes * 1e9 / flow.bytesPerSecond));
            }
        }
        return isAnythingMoving && nanos >= LEAST_NS ? nanos : 0;
    }
}
