package ezio.verb;

import ezio.core.problem.Problem;
import java.nio.file.Path;

/** A directory of slices would be overwritten and was not named for that. */
public final class SlicesInTheWay extends Problem {

    private static final long serialVersionUID = 1;

    SlicesInTheWay(Path directory) {
        super(
                Kind.REFUSED,
                "refused (overwrite-not-named): " + directory + " holds slices already",
                "add --overwrite " + directory + " to confirm; --recheck keeps those that are right");
    }
}
