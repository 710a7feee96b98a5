package ezio.core.tracker;

import ezio.core.problem.Problem;
import java.nio.file.Path;

/** What should hold the .torrent files is no directory. */
public final class NotADirectory extends Problem {

    private static final long serialVersionUID = 1;

    NotADirectory(Path path) {
        super(Kind.USAGE, path + " is not a directory");
    }
}
