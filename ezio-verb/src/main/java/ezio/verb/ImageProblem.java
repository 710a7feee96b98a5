package ezio.verb;

import ezio.core.problem.Problem;
import ezio.partclone.volume.Compression;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/** An image cannot be written as it was ordered. */
public final class ImageProblem extends Problem {

    private static final long serialVersionUID = 1;

    private ImageProblem(Kind kind, String message, String remedy) {
        super(kind, message, remedy);
    }

    static ImageProblem severalSources(Path source, int count) {
        return new ImageProblem(
                Kind.USAGE,
                source + " is a disk with " + count + " partitions, an image is of one",
                "name the partition, or take the disk byte by byte with --whole");
    }

    static ImageProblem ontoItself(Path file) {
        return new ImageProblem(
                Kind.USAGE, "the image would replace what it is made of, " + file, "choose another name");
    }

    static ImageProblem notWritten(Compression compression) {
        return new ImageProblem(
                Kind.USAGE,
                "images are not packed with " + compression.title(),
                "there is "
                        + Compression.writable().stream()
                                .filter(each -> each != Compression.NONE)
                                .map(Compression::suffix)
                                .collect(Collectors.joining(", ")));
    }

    static ImageProblem otherName(Path file, Compression named, Compression wanted) {
        return new ImageProblem(
                Kind.USAGE,
                "the name " + file.getFileName() + " speaks of " + named.title() + ", --compress of " + wanted.title(),
                "leave --compress out, or choose another name");
    }

    static ImageProblem badLevel(Compression compression, int level) {
        int[] levels = compression.levels();
        return new ImageProblem(
                Kind.USAGE,
                levels[0] == levels[1]
                        ? compression.title() + " has no levels here"
                        : "level " + level + " of " + compression.title() + " is not in " + levels[0] + " to "
                                + levels[1],
                null);
    }

    static ImageProblem badStrip(long blocks) {
        return new ImageProblem(
                Kind.USAGE, "a checksum behind " + blocks + " blocks is not possible; 1 to 2147483647 are", null);
    }

    static ImageProblem oddLength(Path source, long sizeBytes, int sectorBytes) {
        return new ImageProblem(
                Kind.INPUT,
                String.format(
                        Locale.ROOT,
                        "%s has %,d bytes, which are no whole blocks of %d; an image would lack the last of them",
                        source,
                        sizeBytes,
                        sectorBytes),
                null);
    }
}
