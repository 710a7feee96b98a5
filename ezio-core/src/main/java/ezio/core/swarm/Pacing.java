package ezio.core.swarm;

import ezio.core.unit.Rate;
import java.time.Duration;

/**
 * How fast a node may be, all its images together. Payload is counted; headers and TCP come on top, about 5 %.
 *
 * @param upload the most that is sent; {@link Rate#ZERO} for no limit
 * @param download the most that is asked for; {@link Rate#ZERO} for no limit
 * @param slowStartPeriod how long each step of a slow start lasts; zero for none
 */
public record Pacing(Rate upload, Rate download, Duration slowStartPeriod) {

    public static final Pacing NONE = new Pacing(Rate.ZERO, Rate.ZERO, Duration.ZERO);

    // A block of 16 KiB that takes longer than 8 seconds makes its receiver think that nothing comes any more.
    private static final double LEAST_BYTES_PER_SECOND = 2 << 10;

    public Pacing {
        check("upload limit", upload);
        check("download limit", download);
        if (slowStartPeriod.isNegative()) {
            throw new IllegalArgumentException("slow start period is below zero");
        }
    }

    private static void check(String name, Rate rate) {
        if (rate.bytesPerSecond() > 0 && rate.bytesPerSecond() < LEAST_BYTES_PER_SECOND) {
            throw new IllegalArgumentException(name + " " + rate + " is below 2 KiB/s");
        }
    }
}
