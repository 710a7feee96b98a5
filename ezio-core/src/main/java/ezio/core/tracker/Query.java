package ezio.core.tracker;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The part of a request after the question mark. Values are bytes: an info-hash is no text in any character set. */
final class Query {

    private record Parameter(String name, String raw) {}

    private final List<Parameter> parameters = new ArrayList<>();

    /**
     * @throws Refused if {@code raw} has more than {@code maxCharacters}
     */
    Query(String raw, int maxCharacters) throws Refused {
        String text = raw == null ? "" : raw;
        if (text.length() > maxCharacters) {
            throw Refused.tooLong(maxCharacters);
        }
        for (String part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.add(new Parameter(part.substring(0, equals), part.substring(equals + 1)));
            }
        }
    }

    /** Returns the values of every {@code name=value}, in order. */
    List<byte[]> all(String name) throws Refused {
        List<byte[]> values = new ArrayList<>();
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name)) {
                values.add(decode(name, parameter.raw()));
            }
        }
        return values;
    }

    /** Returns the first value as text; an empty one counts as missing. */
    Optional<String> text(String name) throws Refused {
        return all(name).stream()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .findFirst()
                .filter(text -> !text.isEmpty());
    }

    /** Returns the first value, which has to be 20 bytes. */
    byte[] twentyBytes(String name) throws Refused {
        List<byte[]> values = all(name);
        if (values.isEmpty()) {
            throw Refused.missing(name);
        }
        return twentyBytes(name, values.get(0));
    }

    static byte[] twentyBytes(String name, byte[] value) throws Refused {
        if (value.length != 20) {
            throw Refused.wrongLength(name, value.length);
        }
        return value;
    }

    /** Returns a number of bytes; values beyond {@link Long#MAX_VALUE} are cut to it. */
    Optional<Long> bytes(String name) throws Refused {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.get().matches("[0-9]{1,20}")) {
            throw Refused.badNumber(name, "bytes");
        }
        BigInteger number = new BigInteger(text.get());
        return Optional.of(number.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact());
    }

    boolean flag(String name, boolean otherwise) throws Refused {
        return text(name).map(text -> !text.equals("0")).orElse(otherwise);
    }

    private static byte[] decode(String name, String raw) throws Refused {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                if (i + 2 >= raw.length()
                        || !HexFormat.isHexDigit(raw.charAt(i + 1))
                        || !HexFormat.isHexDigit(raw.charAt(i + 2))) {
                    throw Refused.badEncoding(name);
                }
                bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
                i += 2;
            } else if (c > 0x7e) {
                throw Refused.badEncoding(name);
            } else {
                // Java's URLEncoder, and what follows the rules of forms, writes a space like this.
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        return bytes.toByteArray();
    }
}
