package ezio.verb;

import ezio.core.problem.Problem;
import java.nio.file.Path;
import java.util.List;

/** A capture cannot be made as it was ordered, or is not what it was to be. */
public final class CaptureProblem extends Problem {

    private static final long serialVersionUID = 1;

    private CaptureProblem(Kind kind, String message, String remedy) {
        super(kind, message, remedy);
    }

    static CaptureProblem ambiguous(Path source, List<String> candidates) {
        return new CaptureProblem(
                Kind.INPUT,
                source + " has the marks of several file systems: " + String.join(", ", candidates),
                "--file-system " + candidates.get(0) + " says which it is; \"wipefs " + source + "\" lists the marks");
    }

    static CaptureProblem unknownPartitions(Path source, String table) {
        return new CaptureProblem(
                Kind.INPUT,
                source + " has a partition table (" + table + "), but its partitions are no devices",
                "\"partx -a " + source + "\" makes them devices, \"losetup -fP " + source
                        + "\" those of a file; --whole captures it byte by byte");
    }

    static CaptureProblem emptyDisk(Path disk) {
        return new CaptureProblem(Kind.INPUT, disk + " has no partition with anything to capture", null);
    }

    static CaptureProblem unknownFileSystem(String type) {
        return new CaptureProblem(
                Kind.USAGE,
                "--file-system: \"" + type + "\" is none that partclone knows",
                "write it as blkid does: ext4, vfat, ntfs; docs/file-systems.md lists them");
    }

    static CaptureProblem sameName(String name, Path one, Path other) {
        return new CaptureProblem(
                Kind.USAGE,
                one.equals(other)
                        ? one + " is named twice"
                        : "the images of " + one + " and " + other + " would both be called " + name,
                "name each device once; --name gives a single one another name");
    }

    static CaptureProblem nameOfSeveral(int count) {
        return new CaptureProblem(
                Kind.USAGE,
                "--name is for one image, these are " + count,
                "capture them one by one, or without --name");
    }

    static CaptureProblem hashesAreFixed() {
        return new CaptureProblem(
                Kind.USAGE,
                "partclone's hashes are of pieces of 16 MiB",
                "leave --piece-length or --hashes partclone out");
    }

    static CaptureProblem wholeByPartclone(Path source) {
        return new CaptureProblem(
                Kind.USAGE,
                "partclone hashes file systems, and all of " + source + " is to be captured",
                "leave --hashes partclone out");
    }

    static CaptureProblem changed(Path source) {
        return new CaptureProblem(
                Kind.MISMATCH,
                source + " was written to while it was captured",
                "unmount it, and look for what else uses it; --allow mounted-source keeps what was read");
    }

    static CaptureProblem hashesDiffer(Path source) {
        return new CaptureProblem(
                Kind.MISMATCH,
                source + " did not read the same twice: partclone's hashes are not those of the slices",
                "is something writing to it?");
    }
}
