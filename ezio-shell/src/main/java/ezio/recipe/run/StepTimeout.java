package ezio.recipe.run;

import ezio.core.problem.Problem;
import ezio.core.unit.TimeSpan;
import ezio.recipe.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The time of a step was over before it was done. */
public final class StepTimeout extends Problem {

    private static final long serialVersionUID = 1;

    private static final String AGAIN = "run the recipe again: what was restored is kept";

    private StepTimeout(String message, String remedy) {
        super(Kind.TIMEOUT, message, remedy);
    }

    StepTimeout(Step step, Duration most) {
        this(step.words() + ": not done after " + TimeSpan.printLimit(most), "a longer timeout: may be needed");
    }

    static StepTimeout restoring(String image, double fraction, Duration most) {
        return new StepTimeout(
                String.format(
                        Locale.ROOT, "waited %s for image %s, %d %% are there", TimeSpan.printLimit(most), image, (int)
                                (fraction * 100)),
                AGAIN);
    }

    /**
     * @param wanted "24 full copies"
     * @param missing those that lack most: "10.0.0.44 (64 %)"
     */
    static StepTimeout waiting(String wanted, int got, List<String> missing, Duration most) {
        return new StepTimeout(
                "waited " + TimeSpan.printLimit(most) + " for " + wanted + ", got " + got
                        + (missing.isEmpty() ? "" : "; missing longest: " + String.join(", ", missing)),
                null);
    }
}
