package ezio.core.torrent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes bencoded bytes; the caller sees to the order of keys.
 *
 * <p>bt's encoder is not used: it wants a tree of objects, about a million of them for an image of 100,000 extents, and
 * an info dictionary that came from a file must be written as the very bytes that were hashed.
 */
final class BencodeWriter {

    private final ByteArrayOutputStream out;

    BencodeWriter(int expectedBytes) {
        out = new ByteArrayOutputStream(expectedBytes);
    }

    BencodeWriter openDictionary() {
        out.write('d');
        return this;
    }

    BencodeWriter openList() {
        out.write('l');
        return this;
    }

    BencodeWriter close() {
        out.write('e');
        return this;
    }

    BencodeWriter string(String text) {
        return string(text.getBytes(StandardCharsets.UTF_8));
    }

    BencodeWriter string(byte[] bytes) {
        out.writeBytes(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        out.write(':');
        out.writeBytes(bytes);
        return this;
    }

    BencodeWriter integer(long value) {
        out.write('i');
        out.writeBytes(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
        out.write('e');
        return this;
    }

    /** Writes a value that is bencoded already. */
    BencodeWriter encoded(byte[] value) {
        out.writeBytes(value);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
