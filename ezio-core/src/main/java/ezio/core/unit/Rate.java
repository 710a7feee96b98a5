package ezio.core.unit;

import java.time.Duration;

/** Bytes per second, 0 or more. */
public record Rate(double bytesPerSecond) {

    public static final Rate ZERO = new Rate(0);

    /** Returns the mean rate of {@code bytes} in {@code time}; zero when no time has passed. */
    public static Rate of(long bytes, Duration time) {
        double seconds = time.toNanos() / 1e9;
        return seconds <= 0 ? ZERO : new Rate(bytes / seconds);
    }

    /** Returns how long {@code bytes} take at this rate; the longest Duration where the rate is zero. */
    public Duration timeFor(long bytes) {
        if (bytes <= 0) {
            return Duration.ZERO;
        }
        double seconds = bytes / bytesPerSecond;
        return seconds < 1e9 ? Duration.ofMillis((long) (seconds * 1000)) : Duration.ofSeconds(Long.MAX_VALUE);
    }

    @Override
    public String toString() {
        return ByteSize.print((long) bytesPerSecond) + "/s";
    }
}
