package ezio.core.unit;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations, read and printed as a person does: "90s", "1h30m", "9 m 12 s". */
public final class TimeSpan {

    private static final Pattern PART = Pattern.compile(
            "(\\d{1,9})\\s*(ms|seconds?|sec|s|minutes?|min|m|hours?|h|days?|d)(?![a-z])\\s*", Pattern.CASE_INSENSITIVE);

    private TimeSpan() {}

    /**
     * Reads "90s", "10m", "10 min", "1h30m", "2d", "500ms".
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    public static Duration parse(String text) {
        String stripped = text.strip();
        Matcher m = PART.matcher(stripped);
        Duration sum = Duration.ZERO;
        int at = 0;
        while (at < stripped.length() && m.find() && m.start() == at) {
            sum = sum.plus(part(Long.parseLong(m.group(1)), m.group(2).toLowerCase(Locale.ROOT)));
            at = m.end();
        }
        if (stripped.isEmpty() || at < stripped.length()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a duration; write 90s, 10m, 1h30m or 2d");
        }
        return sum;
    }

    private static Duration part(long count, String unit) {
        if (unit.equals("ms")) {
            return Duration.ofMillis(count);
        }
        return switch (unit.charAt(0)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** Prints how long something took: "0.4 s", "47 s", "2 m 03 s", "1 h 05 m", "2 d 03 h". */
    public static String print(Duration duration) {
        if (duration.toMillis() < 9950) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        long seconds = duration.plusMillis(500).toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%d m %02d s", seconds / 60, seconds % 60);
        }
        if (seconds < 86_400) {
            return String.format(Locale.ROOT, "%d h %02d m", seconds / 3600, seconds / 60 % 60);
        }
        return String.format(Locale.ROOT, "%d d %02d h", seconds / 86_400, seconds / 3600 % 24);
    }

    /** Prints a limit or an age without needless digits: "90 s", "10 min", "2 h", "3 days". */
    public static String printRounded(Duration duration) {
        long seconds = duration.toSeconds();
        if (duration.toMillis() < 1000 && !duration.isZero()) {
            return duration.toMillis() + " ms";
        }
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7200) {
            return seconds / 60 + " min";
        }
        if (seconds < 172_800) {
            return seconds / 3600 + " h";
        }
        return seconds / 86_400 + " days";
    }

    /** Prints a limit that somebody set, to the millisecond: "90 s" is "1 min 30 s", then "2 h", "1 h 30 min", "2 days". */
    public static String printLimit(Duration duration) {
        StringBuilder text = new StringBuilder();
        part(text, duration.toDays(), duration.toDays() == 1 ? "day" : "days");
        part(text, duration.toHoursPart(), "h");
        part(text, duration.toMinutesPart(), "min");
        part(text, duration.toSecondsPart(), "s");
        part(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0 s" : text.toString();
    }

    private static void part(StringBuilder text, long count, String unit) {
        if (count > 0) {
            text.append(text.isEmpty() ? "" : " ").append(count).append(' ').append(unit);
        }
    }

    /** Prints like a clock that counts down: "0:47", "12:05", "1:02:03". */
    public static String printClock(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
