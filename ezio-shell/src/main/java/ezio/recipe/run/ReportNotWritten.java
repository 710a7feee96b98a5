package ezio.recipe.run;

import ezio.core.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;

/** The report of a run could not be written. */
public final class ReportNotWritten extends Problem {

    private static final long serialVersionUID = 1;

    ReportNotWritten(Path file, IOException e) {
        super(Kind.DEVICE, "cannot write the report " + file + ": " + Problem.reason(e), null, e);
    }
}
