package ezio.shell.job;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last things that have happened in a session. Safe for use by any thread. */
public final class Alerts {

    private static final int KEPT = 500;

    /** One of them. */
    public record Alert(Instant time, String text) {}

    private final Deque<Alert> alerts = new ArrayDeque<>();

    synchronized void add(String text) {
        alerts.add(new Alert(Instant.now(), text));
        if (alerts.size() > KEPT) {
            alerts.remove();
        }
    }

    /** Returns what is kept, five hundred at most, the oldest first. */
    public synchronized List<Alert> all() {
        return List.copyOf(alerts);
    }
}
