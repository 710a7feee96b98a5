package ezio.core.unit;

import java.time.Duration;
import java.util.Locale;

/** Bytes per second, 0 or more. */
public record Rate(double bytesPerSecond) {

    public static final Rate ZERO = new Rate(0);

    /**
     * Reads "10MiB/s", "10 MiB", "100K", "1.5 GiB/s" or "262144": bytes a second; every unit is a power of 1024, and "/s"
     * may be left out. Bits are not read: "100mbit" is no rate.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    public static Rate parse(String text) {
        String stripped = text.strip();
        String size = stripped.toLowerCase(Locale.ROOT).endsWith("/s")
                ? stripped.substring(0, stripped.length() - 2)
                : stripped;
        try {
            return new Rate(ByteSize.parse(size).bytes());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a rate; write 10MiB/s, 100KiB/s or a number of bytes a second", e);
        }
    }

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
