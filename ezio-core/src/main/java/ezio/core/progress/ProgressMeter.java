package ezio.core.progress;

import ezio.core.unit.Rate;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Turns "so many bytes more" into {@link Progress}, at most five times a second. May be used by several threads.
 */
public final class ProgressMeter {

    private static final long REPORT_NS = 200_000_000L;
    // The rate follows the last seconds, so that "time left" reacts when a disk slows down.
    private static final double SMOOTHING_SECONDS = 3;

    private final String what;
    private final long totalBytes;
    private final ProgressListener listener;
    private final LongSupplier nanoTime;
    private long doneBytes;
    private long reportedBytes;
    private long reportedNs;
    private double bytesPerSecond = -1;

    public ProgressMeter(String what, long totalBytes, ProgressListener listener) {
        this(what, totalBytes, listener, System::nanoTime);
    }

    /** For tests: a clock that counts nanoseconds. */
    public ProgressMeter(String what, long totalBytes, ProgressListener listener, LongSupplier nanoTime) {
        this.what = what;
        this.totalBytes = totalBytes;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.reportedNs = nanoTime.getAsLong();
    }

    /** Counts {@code bytes} more as done; reports when the last report is old enough, and always at the end. */
    public synchronized void add(long bytes) {
        doneBytes += bytes;
        long now = nanoTime.getAsLong();
        if (now - reportedNs >= REPORT_NS || doneBytes == totalBytes) {
            double seconds = Math.max(1e-9, (now - reportedNs) / 1e9);
            double current = (doneBytes - reportedBytes) / seconds;
            double weight = bytesPerSecond < 0 ? 1 : Math.min(1, seconds / SMOOTHING_SECONDS);
            bytesPerSecond = bytesPerSecond < 0 ? current : bytesPerSecond + weight * (current - bytesPerSecond);
            reportedNs = now;
            reportedBytes = doneBytes;
            listener.progressed(progress());
        }
    }

    public synchronized Progress progress() {
        Rate rate = new Rate(Math.max(0, bytesPerSecond));
        Optional<Duration> left =
                bytesPerSecond > 0 ? Optional.of(rate.timeFor(totalBytes - doneBytes)) : Optional.empty();
        return new Progress(what, doneBytes, totalBytes, rate, left);
    }
}
