package ezio.partclone;

import ezio.core.problem.Problem;
import java.util.Locale;

/** A torrent.info that cannot be read, or contradicts itself; names the line where there is one. */
public final class BadTorrentInfo extends Problem {

    private static final long serialVersionUID = 1;
    private static final int MAX_SHOWN = 60;

    private final String source;
    private final long line;

    private BadTorrentInfo(String source, long line, String text, String remedy, Throwable cause) {
        super(Kind.INPUT, source + (line > 0 ? ":" + line : "") + ": " + text, remedy, cause);
        this.source = source;
        this.line = line;
    }

    private static BadTorrentInfo at(String source, long line, String text) {
        return new BadTorrentInfo(source, line, text, null, null);
    }

    private static BadTorrentInfo whole(String source, String text, String remedy) {
        return new BadTorrentInfo(source, 0, text, remedy, null);
    }

    /** Returns the file that was read. */
    public String source() {
        return source;
    }

    /** Returns the line, counted from 1; 0 where the whole file is meant. */
    public long line() {
        return line;
    }

    static BadTorrentInfo missingFile(String source, Throwable cause) {
        return new BadTorrentInfo(source, 0, "no such file", null, cause);
    }

    static BadTorrentInfo unreadable(String source, Throwable cause) {
        return new BadTorrentInfo(source, 0, "cannot be read: " + reason(cause), null, cause);
    }

    static BadTorrentInfo empty(String source) {
        return whole(source, "is empty; did partclone run to its end?", null);
    }

    static BadTorrentInfo noExtents(String source) {
        return whole(source, "names no extents", null);
    }

    static BadTorrentInfo noBlocks(String source) {
        return whole(
                source,
                "names no extents, and 0 blocks",
                "partclone.dd writes that when it reads from a pipe; give it the device, or its size with -S");
    }

    static BadTorrentInfo hashCount(String source, long found, long needed) {
        return whole(
                source,
                String.format(
                        Locale.ROOT,
                        "has %,d sha1 lines, its extents need %,d; did partclone run to its end?",
                        found,
                        needed),
                null);
    }

    static BadTorrentInfo extentCount(String source, long found, long needed) {
        return whole(
                source,
                String.format(Locale.ROOT, "has %,d extents of the %,d that it should; was it cut off?", found, needed),
                null);
    }

    static BadTorrentInfo longLine(String source, long line, int limit) {
        return at(source, line, "the line is longer than " + limit + " bytes");
    }

    static BadTorrentInfo unknownLine(String source, long line, String text) {
        return at(source, line, quote(text) + " is no line of a torrent.info");
    }

    static BadTorrentInfo lengthAlone(String source, long line) {
        return at(source, line, "\"length\" without an \"offset\" before it");
    }

    static BadTorrentInfo offsetAlone(String source, long line) {
        return at(source, line, "\"offset\" without a \"length\" after it");
    }

    static BadTorrentInfo badHex(String source, long line, String key, String value) {
        return at(source, line, "\"" + key + "\" is not 32 hex digits: " + quote(value));
    }

    static BadTorrentInfo numberTooLarge(String source, long line, String key, String value) {
        return at(source, line, "\"" + key + "\" passes 2^63: " + quote(value));
    }

    static BadTorrentInfo badHash(String source, long line, String value) {
        return at(source, line, "\"sha1\" is not 40 hex digits: " + quote(value));
    }

    static BadTorrentInfo tooManyHashes(String source, long line, int limit) {
        return at(source, line, String.format(Locale.ROOT, "more than %,d sha1 lines", limit));
    }

    static BadTorrentInfo badDecimal(String source, long line, String key, String value) {
        return at(source, line, "\"" + key + "\" is not a number of 0 to 2^63-1: " + quote(value));
    }

    static BadTorrentInfo badBlockSize(String source, long line, String value) {
        return at(source, line, "a block size of " + value + " bytes; 1 byte to 64 MiB is possible");
    }

    static BadTorrentInfo headerTwice(String source, long line, String key) {
        return at(source, line, "\"" + key + "\" a second time");
    }

    static BadTorrentInfo endTooLarge(String source, long line, long offsetBytes, long lengthBytes) {
        return at(
                source,
                line,
                String.format(Locale.ROOT, "the extent at 0x%x, %d bytes, passes 2^63", offsetBytes, lengthBytes));
    }

    static BadTorrentInfo overlap(String source, long line, long offsetBytes, long endBytes) {
        return at(
                source,
                line,
                String.format(
                        Locale.ROOT,
                        "the extent at 0x%x starts before the end of the extent before it, 0x%x",
                        offsetBytes,
                        endBytes));
    }

    // The text can be anything, and what it is shown on can be a terminal.
    private static String quote(String text) {
        String shown = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
        return "\"" + shown.replaceAll("[^\\x20-\\x7e…]", "?") + "\"";
    }
}
