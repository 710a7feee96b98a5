package ezio.core.torrent;

import ezio.core.problem.Problem;
import ezio.core.unit.ByteSize;
import java.util.Locale;

/** A .torrent that cannot be read, contradicts itself, or is not one that an image can be restored from. */
public final class BadTorrent extends Problem {

    private static final long serialVersionUID = 1;

    private static final String MADE_BY_EZIO = "; was this torrent made by ezio?";

    private final String source;

    private BadTorrent(String source, String text) {
        this(source, text, null, null);
    }

    private BadTorrent(String source, String text, String remedy, Throwable cause) {
        super(Kind.INPUT, source + ": " + text, remedy, cause);
        this.source = source;
    }

    /** Returns the file or URL that the torrent came from. */
    public String source() {
        return source;
    }

    // The file as such.

    static BadTorrent missingFile(String source, Throwable cause) {
        return new BadTorrent(source, "no such file", null, cause);
    }

    static BadTorrent unreadable(String source, String reason, Throwable cause) {
        return new BadTorrent(source, "cannot be read: " + reason, null, cause);
    }

    static BadTorrent empty(String source) {
        return new BadTorrent(source, "is empty");
    }

    static BadTorrent notATorrent(String source) {
        return new BadTorrent(source, "is no torrent: it does not start with a dictionary");
    }

    static BadTorrent tooLarge(String source, long limitBytes) {
        return new BadTorrent(source, "is larger than " + ByteSize.print(limitBytes) + ", the most that is read");
    }

    static BadTorrent tooManyExtents(String source, int extents, long limitBytes) {
        return new BadTorrent(
                source,
                String.format(
                        Locale.ROOT,
                        "%,d extents make a torrent larger than %s, the most that is read",
                        extents,
                        ByteSize.print(limitBytes)));
    }

    // Bencoding; each with the place.

    private static BadTorrent at(String source, int position, String text) {
        return new BadTorrent(source, "byte " + position + ": " + text);
    }

    static BadTorrent truncated(String source, int position) {
        return at(source, position, "the file ends in the middle; is the download complete?");
    }

    static BadTorrent trailing(String source, int position, int bytes) {
        return at(source, position, "the torrent ends here, but " + bytes + " bytes follow");
    }

    static BadTorrent unknownValue(String source, int position, int found) {
        return at(source, position, String.format(Locale.ROOT, "no value starts with 0x%02x", found));
    }

    static BadTorrent badNumber(String source, int position) {
        return at(source, position, "is no number");
    }

    static BadTorrent leadingZero(String source, int position) {
        return at(source, position, "a number may not start with 0");
    }

    static BadTorrent numberTooLarge(String source, int position) {
        return at(source, position, "a number passes 2^63");
    }

    static BadTorrent stringTooLong(String source, int position, long lengthBytes, long leftBytes) {
        return at(source, position, "a string of " + lengthBytes + " bytes, but only " + leftBytes + " are left");
    }

    static BadTorrent tooDeep(String source, int position, int limit) {
        return at(source, position, "nested deeper than " + limit + " levels");
    }

    static BadTorrent keyNoString(String source, int position) {
        return at(source, position, "a key of a dictionary must be a string");
    }

    static BadTorrent keyTwice(String source, int position, String key) {
        return at(source, position, "key " + key + " occurs twice in one dictionary");
    }

    static BadTorrent keyOrder(String source, int position, String key) {
        return at(source, position, "key " + key + " is out of order");
    }

    static BadTorrent wrongType(String source, int position, String what, String expected) {
        return at(source, position, what + " must be " + expected);
    }

    // What the dictionaries say.

    static BadTorrent missing(String source, String key) {
        return new BadTorrent(source, "has no \"" + key + "\"");
    }

    static BadTorrent tooManyTrackers(String source, int limit) {
        return new BadTorrent(source, String.format(Locale.ROOT, "names more than %,d trackers", limit));
    }

    static BadTorrent versionTwoOnly(String source) {
        return new BadTorrent(
                source,
                "is a version 2 torrent; only version 1 can carry an image",
                "make it with \"ezio torrent create\"",
                null);
    }

    static BadTorrent paddingFile(String source, int file) {
        return new BadTorrent(source, "file " + file + " is padding (BEP 47)" + MADE_BY_EZIO);
    }

    static BadTorrent filesAndLength(String source) {
        return new BadTorrent(source, "has both \"files\" and \"length\"");
    }

    static BadTorrent badPieceLength(String source, long bytes) {
        return new BadTorrent(source, "pieces of " + bytes + " bytes; a power of two from 16 KiB to 64 MiB is needed");
    }

    static BadTorrent brokenHashes(String source, int bytes) {
        return new BadTorrent(source, "\"pieces\" has " + bytes + " bytes, which is no multiple of 20");
    }

    static BadTorrent pieceCount(String source, long found, long needed) {
        return new BadTorrent(
                source, String.format(Locale.ROOT, "has %,d piece hashes, its files need %,d", found, needed));
    }

    static BadTorrent unsafeName(String source, String name) {
        return new BadTorrent(source, "name " + name + " cannot be used as part of a path");
    }

    static BadTorrent notAnOffset(String source, String name) {
        return new BadTorrent(source, "file name " + name + " is not a hex offset" + MADE_BY_EZIO);
    }

    static BadTorrent offsetTooLarge(String source, String name) {
        return new BadTorrent(source, "file name " + name + ": no device has an offset of 2^63 or more");
    }

    static BadTorrent noPath(String source, int file) {
        return new BadTorrent(source, "file " + file + " has no path");
    }

    static BadTorrent noLength(String source, int file) {
        return new BadTorrent(source, "file " + file + " has no length");
    }

    static BadTorrent deepPath(String source, int file, int limit) {
        return new BadTorrent(source, "file " + file + " lies deeper than " + limit + " directories");
    }

    static BadTorrent severalDirectories(String source, int file) {
        return new BadTorrent(source, "file " + file + " lies in another directory than the first" + MADE_BY_EZIO);
    }

    static BadTorrent negativeLength(String source, int file, long lengthBytes) {
        return new BadTorrent(source, "file " + file + " has a length of " + lengthBytes + " bytes");
    }

    static BadTorrent endTooLarge(String source, long offsetBytes, long lengthBytes) {
        return new BadTorrent(
                source,
                String.format(Locale.ROOT, "the extent at 0x%x, %d bytes, passes 2^63", offsetBytes, lengthBytes));
    }

    static BadTorrent overlap(String source, long offsetBytes, long endBytes) {
        return new BadTorrent(
                source,
                String.format(
                        Locale.ROOT,
                        "the extent at 0x%x starts before the end of the extent before it, 0x%x",
                        offsetBytes,
                        endBytes));
    }

    static BadTorrent noBytes(String source) {
        return new BadTorrent(source, "holds no bytes");
    }

    static BadTorrent badDeviceSize(String source, long size) {
        return new BadTorrent(source, "\"device size\" is " + size);
    }

    static BadTorrent badDate(String source, long seconds) {
        return new BadTorrent(source, "\"creation date\" is " + seconds + ", which is no date");
    }
}
