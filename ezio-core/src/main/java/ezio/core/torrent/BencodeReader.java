package ezio.core.torrent;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Walks over bencoded bytes that a stranger made.
 *
 * <pre>
 *   integer     i DECIMAL e          -2^63 to 2^63-1, no leading zeros, no "-0"
 *   string      LENGTH : bytes       no leading zeros
 *   list        l value* e
 *   dictionary  d (string value)* e  keys ascending as unsigned bytes, none twice
 * </pre>
 *
 * bt's own parser is not used for input, because it makes an object of every value (a torrent with 100,000 files
 * becomes a million), descends one stack frame for each nested list (ten million of them end the thread),
 * allocates what a string's length claims, and cannot say where in the file something is wrong. This reader holds one
 * position in the caller's array, makes no objects but what its caller asks for, and each error names the byte.
 *
 * <p>Not safe for use by several threads. All methods throw {@link BadTorrent}.
 */
final class BencodeReader {

    // A torrent needs 5 (dictionary, info, files, file, path); version 2 file trees go as deep as the directories do.
    static final int MAX_DEPTH = 64;

    private final byte[] bytes;
    private final String source;
    private int at;
    private int depth;
    private int stringStart;
    private int stringLength;

    BencodeReader(byte[] bytes, String source) {
        this.bytes = bytes;
        this.source = source;
    }

    /** Returns the position of the next value, or of the "e" that ends the current list. */
    int position() {
        return at;
    }

    /** Reads a dictionary; {@code field} is called with each key and must consume exactly one value. */
    void readDictionary(String what, Consumer<String> field) {
        open('d', what, "a dictionary");
        int keyStart = -1;
        int keyLength = 0;
        while (peek() != 'e') {
            readKey(keyStart, keyLength);
            keyStart = stringStart;
            keyLength = stringLength;
            field.accept(new String(bytes, keyStart, keyLength, StandardCharsets.ISO_8859_1));
        }
        close();
    }

    /** Reads a list; {@code element} is called before each element and must consume exactly one value. */
    void readList(String what, Runnable element) {
        open('l', what, "a list");
        while (peek() != 'e') {
            element.run();
        }
        close();
    }

    long readInteger(String what) {
        if (peek() != 'i') {
            throw BadTorrent.wrongType(source, at, what, "a number");
        }
        int start = at++;
        boolean negative = peek() == '-';
        if (negative) {
            at++;
        }
        long value = readDigits(start, 'e', negative);
        at++;
        return value;
    }

    /** Reads a string, whose place {@link #stringStart} and {@link #stringLength} then tell. */
    void readString(String what) {
        if (!isDigit(peek())) {
            throw BadTorrent.wrongType(source, at, what, "a string");
        }
        int start = at;
        long length = readDigits(start, ':', false);
        at++;
        if (length > bytes.length - at) {
            throw BadTorrent.stringTooLong(source, start, length, bytes.length - at);
        }
        stringStart = at;
        stringLength = (int) length;
        at += stringLength;
    }

    int stringStart() {
        return stringStart;
    }

    int stringLength() {
        return stringLength;
    }

    /** Returns a string as text; what is not UTF-8 is replaced, since it is only shown. */
    String readText(String what) {
        readString(what);
        return new String(bytes, stringStart, stringLength, StandardCharsets.UTF_8);
    }

    /** Passes over one value of any type, and checks that it is well-formed. */
    void skip() {
        int outer = depth;
        // For each open dictionary the place of its last key; -2 marks a list.
        int[] lastStart = new int[MAX_DEPTH + 1];
        int[] lastLength = new int[MAX_DEPTH + 1];
        do {
            int next = peek();
            if (next == 'e' && depth > outer) {
                close();
                continue;
            }
            if (depth > outer && lastStart[depth] != -2) {
                readKey(lastStart[depth], lastLength[depth]);
                lastStart[depth] = stringStart;
                lastLength[depth] = stringLength;
                next = peek();
            }
            if (next == 'd' || next == 'l') {
                open(next, "", "");
                lastStart[depth] = next == 'd' ? -1 : -2;
            } else if (next == 'i') {
                readInteger("");
            } else if (isDigit(next)) {
                readString("");
            } else {
                throw BadTorrent.unknownValue(source, at, next);
            }
        } while (depth > outer);
    }

    /** Checks that nothing follows. */
    void requireEnd() {
        if (at < bytes.length) {
            throw BadTorrent.trailing(source, at, bytes.length - at);
        }
    }

    private void open(int type, String what, String expected) {
        if (peek() != type) {
            throw BadTorrent.wrongType(source, at, what, expected);
        }
        if (depth == MAX_DEPTH) {
            throw BadTorrent.tooDeep(source, at, MAX_DEPTH);
        }
        depth++;
        at++;
    }

    private void close() {
        depth--;
        at++;
    }

    private void readKey(int lastStart, int lastLength) {
        int position = at;
        if (!isDigit(peek())) {
            throw BadTorrent.keyNoString(source, position);
        }
        readString("");
        if (lastStart < 0) {
            return;
        }
        int order = Arrays.compareUnsigned(
                bytes, lastStart, lastStart + lastLength, bytes, stringStart, stringStart + stringLength);
        if (order >= 0) {
            String key = Texts.quote(bytes, stringStart, stringLength);
            throw order == 0 ? BadTorrent.keyTwice(source, position, key) : BadTorrent.keyOrder(source, position, key);
        }
    }

    // Stops at "end", which is checked but not consumed.
    private long readDigits(int start, char end, boolean negative) {
        int first = at;
        long value = 0;
        while (isDigit(peek())) {
            int digit = bytes[at++] - '0';
            // Counted downwards, because -2^63 has no positive counterpart.
            if (value < (Long.MIN_VALUE + digit) / 10) {
                throw BadTorrent.numberTooLarge(source, start);
            }
            value = value * 10 - digit;
        }
        if (at == first || peek() != end) {
            throw BadTorrent.badNumber(source, start);
        }
        if (bytes[first] == '0' && (at - first > 1 || negative)) {
            throw BadTorrent.leadingZero(source, start);
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw BadTorrent.numberTooLarge(source, start);
        }
        return negative ? value : -value;
    }

    private int peek() {
        if (at >= bytes.length) {
            throw BadTorrent.truncated(source, bytes.length);
        }
        return bytes[at] & 0xff;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
