package ezio.shell.command;

import ezio.core.problem.Problem;
import java.nio.file.Path;

/** A file would be replaced, and nobody has asked for that. */
final class OutputExists extends Problem {

    private static final long serialVersionUID = 1;

    private OutputExists(Path file, String remedy) {
        super(Kind.REFUSED, file + " exists already", remedy);
    }

    OutputExists(Path file) {
        this(file, "--force replaces it; -o FILE writes another one");
    }

    static OutputExists ofImage(Path file) {
        return new OutputExists(file, "--force replaces it; --to FILE writes another one");
    }

    static OutputExists inDirectory(Path file) {
        return new OutputExists(file, "--force replaces it; --to DIR writes to another directory");
    }
}
