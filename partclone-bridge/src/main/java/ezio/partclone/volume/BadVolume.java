package ezio.partclone.volume;

import ezio.core.problem.Problem;
import java.nio.file.Path;
import java.util.Locale;

/** A file of an image is missing, cannot be read, or cannot be unpacked; names the file and the byte in it. */
public final class BadVolume extends Problem {

    private static final long serialVersionUID = 1;

    private final Path volume;

    private BadVolume(Path volume, String message, String remedy, Throwable cause) {
        super(Kind.INPUT, message, remedy, cause);
        this.volume = volume;
    }

    /** Returns the file that the problem is with. */
    public Path volume() {
        return volume;
    }

    static BadVolume noSuchFile(Path file) {
        return new BadVolume(file, file + ": no such file, and no volumes " + file.getFileName() + ".aa …", null, null);
    }

    static BadVolume notAFile(Path file) {
        return new BadVolume(file, file + " is not a regular file", null, null);
    }

    static BadVolume unreadable(Path file, Throwable cause) {
        return new BadVolume(file, "cannot read " + file + ": " + reason(cause), null, cause);
    }

    static BadVolume unreadable(Place place, Throwable cause) {
        return new BadVolume(place.volume(), "cannot read " + place + ": " + reason(cause), null, cause);
    }

    static BadVolume changed(Path file, long sizeBytes) {
        return new BadVolume(
                file,
                String.format(Locale.ROOT, "%s has become shorter than the %,d bytes that it had", file, sizeBytes),
                null,
                null);
    }

    static BadVolume missing(Path volume, int found, Path last) {
        return new BadVolume(
                volume,
                volume + " is missing: there " + (found == 1 ? "is 1 other volume" : "are " + found + " other volumes")
                        + ", the last is " + last.getFileName(),
                "copy it to the others",
                null);
    }

    static BadVolume wrongSize(Path volume, long sizeBytes, long expectedBytes) {
        return new BadVolume(
                volume,
                String.format(
                        Locale.ROOT,
                        "%s has %,d bytes, the volumes before it have %,d; only the last one may be shorter",
                        volume,
                        sizeBytes,
                        expectedBytes),
                "was it copied completely?",
                null);
    }

    static BadVolume empty(Path file) {
        return new BadVolume(file, file + " is empty", null, null);
    }

    static BadVolume unsupported(Path file, String format, String remedy) {
        return new BadVolume(file, file + " is packed with " + format + ", which is not supported", remedy, null);
    }

    static BadVolume notPacked(Path file, Compression named) {
        return new BadVolume(
                file,
                file + " is not packed with " + named.title() + ", as its name says, nor with another",
                null,
                null);
    }

    static BadVolume tooMuchMemory(Place place, Compression compression, Throwable cause) {
        return new BadVolume(
                place.volume(),
                place.volume() + " needs more than 128 MiB of memory to be unpacked",
                "unpack it with " + compression.title() + ", and pack it with a smaller window",
                cause);
    }

    static BadVolume damaged(Place place, Compression compression, Throwable cause) {
        return new BadVolume(
                place.volume(),
                place + ": the " + compression.title() + " data is damaged (" + reason(cause) + ")",
                null,
                cause);
    }

    static BadVolume truncated(Place place, Compression compression, Throwable cause) {
        return new BadVolume(
                place.volume(),
                place + ": the " + compression.title() + " data ends in the middle",
                "is a volume missing after it, or was it copied incompletely?",
                cause);
    }
}
