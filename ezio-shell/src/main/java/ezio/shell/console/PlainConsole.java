package ezio.shell.console;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** One line for each event, and few lines of progress: for log files and pipes. */
final class PlainConsole extends LineConsole {

    private final ProgressPace pace;
    private final Map<String, String> shown = new HashMap<>();

    PlainConsole(PrintStream out, PrintStream err, Style style, LongSupplier nanoTime) {
        super(out, err, style);
        this.pace = new ProgressPace(10_000_000_000L, 1_000_000_000L, nanoTime);
    }

    @Override
    public synchronized void progress(ProgressLine line) {
        if (!pace.isDue(line)) {
            return;
        }
        String text = Words.harmless(text(line));
        // A node that nobody fetches from says the same for hours.
        if (!text.equals(shown.put(line.id(), text))) {
            raw(text + "\n");
        }
    }

    private static String text(ProgressLine line) {
        if (!line.hasBar()) {
            return line.label() + ": " + line.trailer();
        }
        StringBuilder text = new StringBuilder(line.label())
                .append(": ")
                .append(line.percent())
                .append(" %, ")
                .append(Words.doneOfTotal(line.doneBytes(), line.totalBytes()))
                .append(", ")
                .append(Words.rate(line.rate()));
        String left = Words.timeLeft(line);
        if (!left.isEmpty()) {
            text.append(", ").append(left);
        }
        if (!line.trailer().isEmpty()) {
            text.append(", ").append(line.trailer());
        }
        return text.toString();
    }

    @Override
    public synchronized void progressEnded(String id) {
        pace.forget(id);
        shown.remove(id);
    }

    @Override
    public void close() {}

    /** Decides which of many progress reports are shown: after a time, or sooner when much was done. */
    static final class ProgressPace {

        private static final double STEP = 0.05;

        private final long longNs;
        private final long shortNs;
        private final LongSupplier nanoTime;
        private final Map<String, Shown> shown = new HashMap<>();

        private record Shown(long atNs, double fraction) {}

        /**
         * @param longNs after this long a report is shown if anything has changed
         * @param shortNs after this long it is shown if 5 % more are done
         */
        ProgressPace(long longNs, long shortNs, LongSupplier nanoTime) {
            this.longNs = longNs;
            this.shortNs = shortNs;
            this.nanoTime = nanoTime;
        }

        boolean isDue(ProgressLine line) {
            long now = nanoTime.getAsLong();
            // The first report says that nothing is done yet, which is no news; it starts the clock.
            Shown last = shown.putIfAbsent(line.id(), new Shown(now, line.fraction()));
            if (last == null) {
                return false;
            }
            double more = line.fraction() - last.fraction;
            boolean due = more >= STEP && now - last.atNs >= shortNs || now - last.atNs >= longNs;
            if (due) {
                shown.put(line.id(), new Shown(now, line.fraction()));
            }
            return due;
        }

        void forget(String id) {
            shown.remove(id);
        }
    }
}
