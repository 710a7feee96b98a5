package ezio.shell.job;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines of a job. Safe for use by any thread. */
public final class JobLog {

    private static final int KEPT = 1000;

    /** One of them. */
    public record Line(Instant time, String text) {}

    private final Deque<Line> lines = new ArrayDeque<>();

    synchronized void add(String text) {
        Instant now = Instant.now();
        for (String each : text.split("\n", -1)) {
            lines.add(new Line(now, each));
            if (lines.size() > KEPT) {
                lines.remove();
            }
        }
    }

    /** Returns what is kept, a thousand lines at most, the oldest first. */
    public synchronized List<Line> lines() {
        return List.copyOf(lines);
    }
}
