package ezio.partclone.image;

import ezio.core.problem.Problem;
import ezio.partclone.volume.Place;
import java.util.Locale;

/**
 * A partclone image that contradicts itself or is damaged, or a file that is none; names the place where there is one.
 */
public final class BadImage extends Problem {

    private static final long serialVersionUID = 1;

    private static final String MADE_WELL = "\"partclone.chkimg\" checks it, too; was it copied completely?";

    private BadImage(Kind kind, String message, String remedy) {
        super(kind, message, remedy);
    }

    private BadImage(String message, String remedy) {
        this(Kind.INPUT, message, remedy);
    }

    // What it is.

    static BadImage notAnImage(String name) {
        return new BadImage(
                name + " is no partclone image",
                "partclone's begin with \"partclone-image\"; raw ones are known by \".dd-ptcl-img\" in the name");
    }

    static BadImage foreign(String name, String program, String remedy) {
        return new BadImage(name + " is an image of " + program + ", not of partclone", remedy);
    }

    static BadImage unknownVersion(String name, String version) {
        return new BadImage(name + " is a partclone image of version " + version + "; 0001 and 0002 are read", null);
    }

    static BadImage bigEndian(String name) {
        return new BadImage(name + " was made on a big-endian machine; only that can read it", null);
    }

    static BadImage noBlocks(String name) {
        return new BadImage(name + " holds no used block", null);
    }

    // The header.

    static BadImage headerEnds(Place place) {
        return new BadImage(place + ": the image ends in its header", MADE_WELL);
    }

    static BadImage headerChecksum(String name, int found, int stored) {
        return new BadImage(
                String.format(
                        Locale.ROOT,
                        "%s: the header is damaged: its checksum is %08x, it says %08x",
                        name,
                        found,
                        stored),
                MADE_WELL);
    }

    static BadImage headerField(String name, String field, String value, String expected) {
        return new BadImage(name + ": the header says " + field + " " + value + "; " + expected, null);
    }

    // The bitmap.

    static BadImage bitmapEnds(Place place) {
        return new BadImage(place + ": the image ends in its list of used blocks", MADE_WELL);
    }

    static BadImage bitmapChecksum(Place place, int found, int stored) {
        return new BadImage(
                String.format(
                        Locale.ROOT,
                        "%s: the list of used blocks is damaged: its checksum is %08x, the image says %08x",
                        place,
                        found,
                        stored),
                MADE_WELL);
    }

    static BadImage mapChecksum(String name, int found, int stored) {
        return new BadImage(
                String.format(
                        Locale.ROOT,
                        "%s: the list of used blocks is damaged: its checksum is %08x, it says %08x",
                        name,
                        found,
                        stored),
                null);
    }

    static BadImage bitmapMagic(Place place) {
        return new BadImage(place + ": the list of used blocks does not end in \"BiTmAgIc\"", MADE_WELL);
    }

    static BadImage tooFragmented(String name, long runs) {
        return new BadImage(
                String.format(Locale.ROOT, "%s: the used blocks lie in more than %,d places", name, runs), null);
    }

    static BadImage tooManyExtents(String name, int limit) {
        return new BadImage(
                String.format(Locale.ROOT, "%s: the used blocks make more than %,d extents", name, limit),
                "a larger buffer size makes fewer");
    }

    // The data.

    static BadImage dataEnds(Place place, long blocks, long expectedBlocks) {
        return new BadImage(
                String.format(
                        Locale.ROOT, "%s: the image ends after %,d of %,d used blocks", place, blocks, expectedBlocks),
                MADE_WELL);
    }

    static BadImage dataChecksum(
            Place place, ChecksumMode mode, long firstBlock, long lastBlock, String found, String stored) {
        return new BadImage(
                String.format(
                        Locale.ROOT,
                        "%s: used blocks %,d to %,d are damaged: their %s is %s, the image says %s",
                        place,
                        firstBlock,
                        lastBlock,
                        mode.title(),
                        found,
                        stored),
                MADE_WELL);
    }

    static BadImage checksumEnds(Place place) {
        return new BadImage(place + ": the image ends in the checksum of its last blocks", MADE_WELL);
    }

    static BadImage trailing(Place place) {
        return new BadImage(place + ": the last used block ends here, but more bytes follow", MADE_WELL);
    }

    static BadImage changed(String name) {
        return new BadImage(name + " is another image than it was a moment ago", null);
    }

    static BadImage wrongLength(String name, long foundBytes, long expectedBytes) {
        return new BadImage(
                String.format(Locale.ROOT, "%s holds %,d bytes, %,d were expected", name, foundBytes, expectedBytes),
                MADE_WELL);
    }

    static BadImage notInPlace(String name, String compression) {
        return new BadImage(
                Kind.USAGE,
                name + " is packed with " + compression + "; only an image that is not packed can be read in place",
                "unpack it, or write its slices");
    }
}
