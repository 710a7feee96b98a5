package ezio.recipe.run;

import ezio.core.problem.Problem;
import ezio.recipe.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a run went, or how it stands.
 *
 * @param steps those that have begun, in the order in which they ended
 * @param images what was offered or restored
 * @param failures what ended the run, or kept it from beginning; an exception that is no {@link Problem} is a mistake of
 *     ours
 */
public record RunReport(
        Plan plan,
        Instant began,
        Duration taken,
        Outcome outcome,
        List<StepReport> steps,
        List<ImageReport> images,
        List<Throwable> failures) {

    /** How it ended. */
    public enum Outcome {
        RUNNING,
        DONE,
        FAILED,
        /** By Ctrl-C or a signal. */
        STOPPED;

        /** Returns the name for machines. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An image of the run, on one node, as it was last seen. */
    public record ImageReport(
            String name, Optional<String> node, String infoHash, String path, long totalBytes, OfferStatus status) {}

    public RunReport {
        steps = List.copyOf(steps);
        images = List.copyOf(images);
        failures = List.copyOf(failures);
    }

    /** Returns the report of a run that nothing was done in. */
    public static RunReport notBegun(Plan plan, List<? extends Problem> failures) {
        return new RunReport(
                plan, Instant.now(), Duration.ZERO, Outcome.FAILED, List.of(), List.of(), List.copyOf(failures));
    }

    /** Returns what decides the exit code. */
    public Optional<Throwable> failure() {
        return failures.stream().findFirst();
    }

    public Optional<Problem> problem() {
        return failure().filter(Problem.class::isInstance).map(Problem.class::cast);
    }
}
