package ezio.partclone.capture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.OptionalDouble;
import java.util.function.DoubleConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows what partclone prints on its standard error: how far it is, and why it stopped.
 *
 * <pre>
 *   Reading Super Block
 *   extfsclone.c: FS was not cleanly unmounted                                  a reason
 *   Partclone fail, please check /dev/null !                                    behind a reason, on its line or the next
 *   \r     \rElapsed: 00:00:02, Remaining: 00:00:01, Completed:  66.00%, Rate:   2.95GB/min,
 *   \r     \rcurrent block:     265193, total block:     307200, Complete:  66.00%
 * </pre>
 */
final class PartcloneWords {

    private static final int KEPT_LINES = 50;
    private static final int KEPT_CHARACTERS = 300;
    private static final Pattern COMPLETED = Pattern.compile("Completed:\\s*(\\d{1,3}(?:\\.\\d+)?)%");
    private static final Pattern SOURCE_FILE = Pattern.compile("^[\\w-]+\\.c: ");
    private static final Pattern EMPTY_PHRASE = Pattern.compile("Partclone fail, please check .* !|error exit");
    private static final Pattern ORDINARY = Pattern.compile(
            "Partclone v.*|Starting to .*|Reading Super Block|Calculating bitmap.*|Elapsed: .*|Total Time: .*|done!"
                    + "|(File system|Device size|Space in use|Free Space|Block size):.*|current block: .*"
                    + "|memory needed: .*|bitmap \\d+ bytes.*|Syncing.*|Partclone successfully .*|Cloned successfully\\.");

    private final DoubleConsumer fraction;
    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();

    /**
     * @param fraction is told how far the present step is, 0 to 1
     */
    PartcloneWords(DoubleConsumer fraction) {
        this.fraction = fraction;
    }

    /** Takes the next character of the stream. */
    synchronized void take(char c) {
        if (c == '\r' || c == '\n') {
            end();
        } else if (c >= ' ' && c <= '~' && line.length() < KEPT_CHARACTERS) {
            line.append(c);
        }
    }

    private void end() {
        String text = line.toString().strip();
        line.setLength(0);
        if (text.isEmpty()) {
            return;
        }
        completed(text).ifPresent(fraction);
        lines.addLast(text);
        if (lines.size() > KEPT_LINES) {
            lines.removeFirst();
        }
    }

    private static OptionalDouble completed(String text) {
        Matcher m = COMPLETED.matcher(text);
        return m.find() ? OptionalDouble.of(Math.min(1, Double.parseDouble(m.group(1)) / 100)) : OptionalDouble.empty();
    }

    /** Returns the last line that is neither progress nor decoration; empty if there is none. */
    synchronized String reason() {
        end();
        Iterator<String> fromLast = lines.descendingIterator();
        while (fromLast.hasNext()) {
            String text = EMPTY_PHRASE.matcher(fromLast.next()).replaceAll("").strip();
            text = SOURCE_FILE.matcher(text).replaceFirst("");
            if (!text.isEmpty() && !ORDINARY.matcher(text).matches()) {
                return text;
            }
        }
        return "";
    }

    /** Tells whether partclone said that it did all of its work. */
    synchronized boolean saysSuccess() {
        end();
        return lines.contains("Cloned successfully.");
    }
}
