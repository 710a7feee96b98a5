package ezio.recipe.words;

import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.core.unit.TimeSpan;
import java.time.Duration;
import java.util.Locale;

/** What a parameter of a recipe can be. */
public enum ParameterKind {
    DEVICE("DEVICE"),
    INTEGER("N"),
    TEXT("TEXT"),
    DURATION("TIME"),
    SIZE("SIZE"),
    RATE("RATE"),
    FILE("FILE"),
    CHOICE("CHOICE"),
    FLAG("");

    private final String label;

    ParameterKind(String label) {
        this.label = label;
    }

    /** Returns what stands for a value in help: "TIME"; empty for a flag, which takes none. */
    public String label() {
        return label;
    }

    /** Returns the recipe's word for it: "duration". */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a value from a command line.
     *
     * @throws IllegalArgumentException if {@code text} is none; its message says why
     */
    Object parse(String text) {
        return switch (this) {
            case DEVICE, FILE -> path(text);
            case TEXT, CHOICE -> text;
            case INTEGER -> integer(text);
            case DURATION -> TimeSpan.parse(text);
            case SIZE -> ByteSize.parse(text);
            case RATE -> Rate.parse(text);
            case FLAG -> flag(text);
        };
    }

    /** Prints a value as help and plans show it. */
    static String print(Object value) {
        return value instanceof Duration duration ? TimeSpan.printLimit(duration) : value.toString();
    }

    /** Prints a value so that {@link #parse} reads it again. */
    static String write(Object value) {
        if (value instanceof Duration duration) {
            return duration.toMillis() + "ms";
        }
        if (value instanceof ByteSize size) {
            return Long.toString(size.bytes());
        }
        return value instanceof Rate rate ? Long.toString((long) rate.bytesPerSecond()) : value.toString();
    }

    /** Returns something of this kind, for a recipe that is only read for its parameters. */
    Object sample() {
        return switch (this) {
            case DEVICE, FILE -> "/dev/null";
            case TEXT, CHOICE -> "text";
            case INTEGER -> 1;
            case DURATION -> Duration.ofMinutes(1);
            case SIZE -> ByteSize.mib(1);
            case RATE -> Rate.parse("1MiB/s");
            case FLAG -> false;
        };
    }

    private static Object integer(String text) {
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a whole number", e);
        }
    }

    private static Object path(String text) {
        if (text.isBlank() || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not a path");
        }
        return text;
    }

    private static Object flag(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
        };
    }
}
