package ezio.core.swarm.policy;

import ezio.core.unit.Rate;
import java.time.Duration;

/**
 * How fast a node may send at first, so that switches, disks and a cold source are not hit by all machines at once. The
 * steps are EZIO's: 10 MiB/s, 10 more after each period, and after 100 MiB/s no limit.
 */
public final class SlowStart {

    /** EZIO's period. */
    public static final Duration USUAL_PERIOD = Duration.ofSeconds(10);

    private static final int STEPS = 10;
    private static final double STEP_BYTES_PER_SECOND = 10 << 20;

    private SlowStart() {}

    /**
     * Returns the limit; {@link Rate#ZERO} for none.
     *
     * @param sinceFirstNs time since the first byte was sent
     * @param period zero for no slow start
     * @param limit what may be sent later; zero for no limit
     */
    public static Rate limit(long sinceFirstNs, Duration period, Rate limit) {
        long step = period.isZero() ? STEPS : Math.max(0, sinceFirstNs) / period.toNanos();
        if (step >= STEPS) {
            return limit;
        }
        Rate slow = new Rate((step + 1) * STEP_BYTES_PER_SECOND);
        boolean isLimitLower = limit.bytesPerSecond() > 0 && limit.bytesPerSecond() < slow.bytesPerSecond();
        return isLimitLower ? limit : slow;
    }
}
