package ezio.shell.console;

import ezio.core.progress.Progress;
import ezio.core.unit.Rate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How far one piece of work is, at one moment.
 *
 * @param id what tells this work from other work that goes on at the same time
 * @param step as in {@link Event#step()}
 * @param label what the user calls it: "[2/3] hashing", "sda1"
 * @param trailer what stands after the numbers, such as who serves the data; may be empty
 * @param fields more for JSON, as in {@link Event#fields()}
 */
public record ProgressLine(
        String id,
        String step,
        String label,
        long doneBytes,
        long totalBytes,
        Rate rate,
        Optional<Duration> timeLeft,
        String trailer,
        Map<String, Object> fields) {

    private static final long NO_END = -1;

    public static ProgressLine of(String step, String label, Progress progress) {
        return new ProgressLine(
                label,
                step,
                label,
                progress.doneBytes(),
                progress.totalBytes(),
                progress.rate(),
                progress.timeLeft(),
                "",
                Map.of());
    }

    /** Returns a line for work that has no end, such as serving: a label and words. */
    public static ProgressLine withoutBar(
            String id, String step, String label, String words, Map<String, Object> fields) {
        return new ProgressLine(id, step, label, 0, NO_END, Rate.ZERO, Optional.empty(), words, fields);
    }

    public boolean hasBar() {
        return totalBytes != NO_END;
    }

    /** Returns the part that is done, 0 to 1. */
    public double fraction() {
        return totalBytes == 0 ? 1 : Math.min(1, (double) doneBytes / totalBytes);
    }

    /** Returns whole percent, rounded down: 100 is only said of what is done. */
    public int percent() {
        return (int) (fraction() * 100);
    }
}
