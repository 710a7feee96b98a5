package ezio.verb;

import ezio.core.problem.Problem;
import java.nio.file.Path;

/** A directory of slices would be overwritten and was not named for that. */
public final class SlicesInTheWay extends Problem {

    private static final long serialVersionUID = 1;

    private SlicesInTheWay(String message, String remedy) {
        super(Kind.REFUSED, message, remedy);
    }

    SlicesInTheWay(Path directory) {
        this(
                "refused (overwrite-not-named): " + directory + " holds slices already",
                "add --overwrite " + directory + " to confirm; --recheck keeps those that are right");
    }

    static SlicesInTheWay notEmpty(Path directory) {
        return new SlicesInTheWay(
                directory + " is not an empty directory", "name another one for the slices, or remove what is there");
    }
}
