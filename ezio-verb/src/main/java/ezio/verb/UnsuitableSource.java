package ezio.verb;

import ezio.core.problem.Problem;
import java.nio.file.Path;

/** No torrent can be made from what was named. */
public final class UnsuitableSource extends Problem {

    private static final long serialVersionUID = 1;

    private UnsuitableSource(Kind kind, String message, String remedy) {
        super(kind, message, remedy);
    }

    static UnsuitableSource missing(Path source) {
        return new UnsuitableSource(Kind.INPUT, source + ": no such file, device or directory", null);
    }

    static UnsuitableSource unreadable(Path source, Throwable cause) {
        return new UnsuitableSource(Kind.INPUT, source + ": cannot be read: " + reason(cause), null);
    }

    static UnsuitableSource holds(Path source, String what, String remedy) {
        return new UnsuitableSource(Kind.INPUT, source + ": is " + what + ", not the bytes of a disk", remedy);
    }

    static UnsuitableSource empty(Path source) {
        return new UnsuitableSource(Kind.INPUT, source + ": is empty", null);
    }

    static UnsuitableSource noSlices(Path directory) {
        return new UnsuitableSource(
                Kind.INPUT,
                directory + ": holds no slices",
                "slices are files whose name is an offset of 32 hex digits; partclone's -T writes them");
    }

    static UnsuitableSource overlap(Path slice, String before) {
        return new UnsuitableSource(Kind.INPUT, slice + ": starts before the end of slice " + before, null);
    }

    static UnsuitableSource badSlice(Path slice, String what) {
        return new UnsuitableSource(Kind.INPUT, slice + ": " + what, null);
    }

    static UnsuitableSource hashesAreGiven(Path source) {
        return new UnsuitableSource(
                Kind.USAGE,
                "the hashes in " + source + " are of pieces of 16 MiB",
                "leave --piece-length out, or name the device and give this file with --used-blocks");
    }

    static UnsuitableSource hashesAreMissing(Path source) {
        return new UnsuitableSource(
                Kind.USAGE,
                source + " has extents and no hashes",
                "name the device, and give this file with --used-blocks");
    }

    static UnsuitableSource slicesOf(Path source, String what) {
        return new UnsuitableSource(
                Kind.USAGE, "--slices needs a partclone image, " + source + " is " + what, "leave --slices out");
    }

    static UnsuitableSource usedBlocksOf(Path source, String what) {
        return new UnsuitableSource(
                Kind.USAGE,
                "--used-blocks needs a device or an image file, " + source + " is " + what,
                "leave --used-blocks out");
    }
}
