package ezio.recipe.run;

import ezio.core.problem.Problem;
import ezio.recipe.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a step.
 *
 * @param number "3.1"
 * @param facts bytes, peers and the like
 * @param failure why it failed, or why the time was over; an exception that is no {@link Problem} is a mistake of ours
 */
public record StepReport(
        String number,
        Step step,
        State state,
        Instant began,
        Duration taken,
        Map<String, Object> facts,
        Optional<Evidence> evidence,
        Optional<Throwable> failure) {

    /** What became of it. */
    public enum State {
        DONE,
        /** An earlier run has done it. */
        SKIPPED,
        /** Its time was over, and the recipe carries on. */
        TIMED_OUT,
        FAILED,
        /** It was stopped, because another one failed or the run was stopped. */
        CANCELLED;

        /** Returns the name for machines: "timed-out". */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public StepReport {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    boolean isInTheWay() {
        return state == State.FAILED || state == State.CANCELLED;
    }

    /** Returns why it failed, as the user is told. */
    public Optional<Problem> problem() {
        return failure.filter(Problem.class::isInstance).map(Problem.class::cast);
    }
}
