package ezio.shell.console;

import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.core.unit.TimeSpan;
import java.time.Duration;
import java.util.Locale;

/** How sizes, rates and texts from outside are put into lines for people. */
final class Words {

    private static final Duration LONGEST_SHOWN = Duration.ofDays(10);

    private Words() {}

    /** Returns both in the unit of the larger one: "37.4 / 61.2 GiB". */
    static String doneOfTotal(long doneBytes, long totalBytes) {
        String total = ByteSize.print(totalBytes);
        int power = totalBytes < 1024 ? 0 : "KMGTPE".indexOf(total.charAt(total.length() - 3)) + 1;
        double done = doneBytes / Math.pow(1024, power);
        String text =
                power == 0 || doneBytes == 0 ? String.valueOf(doneBytes) : String.format(Locale.ROOT, "%.1f", done);
        return (doneBytes == totalBytes ? total.substring(0, total.indexOf(' ')) : text) + " / " + total;
    }

    /** Returns "512 MiB/s"; one decimal only below ten, so that the line does not jitter. */
    static String rate(Rate rate) {
        double value = rate.bytesPerSecond();
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, value < 9.95 && unit > 0 ? "%.1f" : "%.0f", value) + " " + units[unit] + "/s";
    }

    /** Returns "0:47 left", or nothing where the time is not known or absurd. */
    static String timeLeft(ProgressLine line) {
        return line.timeLeft()
                .filter(left -> left.compareTo(LONGEST_SHOWN) < 0 && line.doneBytes() < line.totalBytes())
                .map(left -> TimeSpan.printClock(left) + " left")
                .orElse("");
    }

    /**
     * Returns text that cannot steer a terminal: a torrent's name or comment may hold escape sequences. Newlines stay.
     */
    static String harmless(String text) {
        StringBuilder safe = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && c != '\n') {
                if (safe == null) {
                    safe = new StringBuilder(text.substring(0, i));
                }
                safe.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
            } else if (safe != null) {
                safe.append(c);
            }
        }
        return safe == null ? text : safe.toString();
    }
}
