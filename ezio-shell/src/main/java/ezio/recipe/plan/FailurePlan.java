package ezio.recipe.plan;

import java.util.List;

/**
 * What is done, once, when a step has failed; it never changes how the run ends.
 *
 * @param steps of the kinds {@link KeepSeedingStep}, {@link MessageStep} and {@link RunStep}
 */
public record FailurePlan(Place place, List<Step> steps) {

    public FailurePlan {
        steps = List.copyOf(steps);
    }
}
