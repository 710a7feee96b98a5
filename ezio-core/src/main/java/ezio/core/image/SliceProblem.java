package ezio.core.image;

import ezio.core.problem.Problem;
import java.nio.file.Path;
import java.util.Locale;

/** A directory of slices does not hold what its torrent says. */
public final class SliceProblem extends Problem {

    private static final long serialVersionUID = 1;

    private final Path slice;
    private final int wrongCount;

    private SliceProblem(Path slice, String isWhat, int wrongCount, int count, String remedy) {
        super(
                Kind.INPUT,
                wrongCount == 1
                        ? slice + " " + isWhat
                        : String.format(
                                Locale.ROOT, "%s %s; %,d of %,d slices are wrong", slice, isWhat, wrongCount, count),
                remedy);
        this.slice = slice;
        this.wrongCount = wrongCount;
    }

    static SliceProblem inSource(Path slice, String isWhat, int wrongCount, int count) {
        return new SliceProblem(slice, isWhat, wrongCount, count, "is this the directory of that torrent?");
    }

    static SliceProblem inTarget(Path slice, String isWhat, int wrongCount, int count) {
        return new SliceProblem(slice, isWhat, wrongCount, count, "choose another directory, or remove what is there");
    }

    static String missing() {
        return "is missing";
    }

    static String notAFile() {
        return "is not a regular file";
    }

    static String wrongLength(long lengthBytes, long expectedBytes) {
        return String.format(Locale.ROOT, "has %,d bytes, its torrent says %,d", lengthBytes, expectedBytes);
    }

    /** Returns the first slice that is wrong. */
    public Path slice() {
        return slice;
    }

    public int wrongCount() {
        return wrongCount;
    }
}
