package ezio.core.torrent;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text that a stranger wrote: read strictly where it becomes a path, shown safely where it becomes a message. */
final class Texts {

    // What ext4, xfs and tmpfs allow for one name.
    private static final int MAX_NAME_BYTES = 255;
    private static final int MAX_SHOWN = 80;

    private Texts() {}

    /**
     * Returns a name that can be one component of a path below a directory that the user named.
     *
     * @throws BadTorrent if it is not UTF-8 or not safe
     */
    static String safePathPart(byte[] bytes, int start, int length, String source) {
        return utf8(bytes, start, length)
                .filter(Texts::isSafePathPart)
                .orElseThrow(() -> BadTorrent.unsafeName(source, quote(bytes, start, length)));
    }

    /** Tells whether {@code part} can be one component of a path below a directory that the user named. */
    static boolean isSafePathPart(String part) {
        return !part.isEmpty()
                && !part.equals(".")
                && !part.equals("..")
                && part.indexOf('/') < 0
                && part.chars().noneMatch(Character::isISOControl)
                && part.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES;
    }

    /** Returns {@code text} in quotes, cut to 80 characters, with "?" for whatever could move a terminal's cursor. */
    static String quote(String text) {
        String shown = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
        StringBuilder safe = new StringBuilder("\"");
        shown.codePoints().forEach(c -> safe.appendCodePoint(isShowable(c) ? c : '?'));
        return safe.append('"').toString();
    }

    static String quote(byte[] bytes, int start, int length) {
        // Four bytes make one character at most, so what is cut off here would not be shown either.
        int cut = Math.min(length, 4 * MAX_SHOWN + 4);
        return quote(new String(bytes, start, cut, StandardCharsets.UTF_8));
    }

    private static Optional<String> utf8(byte[] bytes, int start, int length) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isShowable(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
