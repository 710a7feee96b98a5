package ezio.core.unit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, 0 or more. KiB is 1024; printed with one decimal ("37.4 GiB"), or none where it is exact.
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    private static final String UNITS = "KMGTPE";
    private static final Pattern TEXT =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(?:([KMGTPE])(?:i?B)?|B)?", Pattern.CASE_INSENSITIVE);

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + bytes);
        }
    }

    public static ByteSize of(long bytes) {
        return new ByteSize(bytes);
    }

    public static ByteSize kib(long kib) {
        return new ByteSize(Math.multiplyExact(kib, 1L << 10));
    }

    public static ByteSize mib(long mib) {
        return new ByteSize(Math.multiplyExact(mib, 1L << 20));
    }

    /**
     * Reads "16 MiB", "16MiB", "16M", "1.5 GiB", "262144" or "262144B"; every unit is a power of 1024.
     *
     * @throws IllegalArgumentException if the text is none of these, is no whole number of bytes, or passes 2^63-1
     */
    public static ByteSize parse(String text) {
        Matcher m = TEXT.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a size; write 16MiB, 1.5GiB or a number of bytes");
        }
        long unit =
                m.group(2) == null ? 1 : 1L << 10 * (UNITS.indexOf(m.group(2).toUpperCase(Locale.ROOT)) + 1);
        try {
            return new ByteSize(new BigDecimal(m.group(1))
                    .multiply(BigDecimal.valueOf(unit))
                    .longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a whole number of bytes below 8 EiB", e);
        }
    }

    /** Prints bytes as a person reads them: "512 B", "16 MiB", "37.4 GiB". */
    public static String print(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        int power = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
        BigDecimal value = BigDecimal.valueOf(bytes).divide(BigDecimal.valueOf(1L << 10 * power));
        BigDecimal rounded = value.setScale(1, RoundingMode.HALF_UP);
        if (rounded.compareTo(BigDecimal.valueOf(1024)) >= 0 && power < UNITS.length()) {
            rounded = BigDecimal.ONE;
            power++;
        }
        return rounded.stripTrailingZeros().toPlainString() + " " + UNITS.charAt(power - 1) + "iB";
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return print(bytes);
    }
}
