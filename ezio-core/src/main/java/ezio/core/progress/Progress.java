package ezio.core.progress;

import ezio.core.unit.Rate;
import java.time.Duration;
import java.util.Optional;

/**
 * How far some work on bytes is.
 *
 * @param what what is being done, in the words of the user: "hashing /dev/sda2"
 * @param doneBytes 0 to {@code totalBytes}
 * @param rate over the last seconds, not since the start
 * @param timeLeft empty while nothing can be said yet
 */
public record Progress(String what, long doneBytes, long totalBytes, Rate rate, Optional<Duration> timeLeft) {

    /** Returns the part that is done, 0 to 1; 1 where there is nothing to do. */
    public double fraction() {
        return totalBytes == 0 ? 1 : (double) doneBytes / totalBytes;
    }
}
