package ezio.shell.command;

import ezio.core.problem.Problem;
import java.nio.file.Path;

/** A file would be replaced, and nobody has asked for that. */
final class OutputExists extends Problem {

    private static final long serialVersionUID = 1;

    OutputExists(Path file) {
        super(Kind.REFUSED, file + " exists already", "--force replaces it; -o FILE writes another one");
    }
}
