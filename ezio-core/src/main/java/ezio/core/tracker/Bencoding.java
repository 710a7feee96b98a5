package ezio.core.tracker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the few bencoded values that a tracker answers with.
 *
 * <pre>
 *   number:     i42e
 *   bytes:      4:spam                     length in decimal digits
 *   list:       l VALUE... e
 *   dictionary: d KEY VALUE... e           keys are bytes, sorted as bytes
 * </pre>
 */
final class Bencoding {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Bencoding() {}

    /**
     * Returns the bytes of {@code value}: a {@code Long} or {@code Integer}, a {@code byte[]}, a {@code String} (as
     * UTF-8), a {@code List}, or a {@code Map} whose keys are strings of one character per byte.
     */
    static byte[] encode(Object value) {
        Bencoding bencoding = new Bencoding();
        bencoding.write(value);
        return bencoding.out.toByteArray();
    }

    private void write(Object value) {
        if (value instanceof Integer || value instanceof Long) {
            ascii("i" + value + "e");
        } else if (value instanceof byte[] bytes) {
            ascii(bytes.length + ":");
            out.writeBytes(bytes);
        } else if (value instanceof String text) {
            write(text.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof List<?> list) {
            ascii("l");
            list.forEach(this::write);
            ascii("e");
        } else if (value instanceof Map<?, ?> map) {
            ascii("d");
            // Latin-1 strings sort as their bytes do.
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, member) -> sorted.put((String) key, member));
            sorted.forEach((key, member) -> {
                write(key.getBytes(StandardCharsets.ISO_8859_1));
                write(member);
            });
            ascii("e");
        } else {
            throw new IllegalArgumentException("cannot bencode " + value);
        }
    }

    private void ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
