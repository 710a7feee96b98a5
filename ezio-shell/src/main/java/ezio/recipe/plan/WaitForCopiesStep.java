package ezio.recipe.plan;

import java.util.Optional;

/**
 * Waits until so many machines have held everything of every image that is offered, now or ever.
 *
 * @param count 1 or more
 */
public record WaitForCopiesStep(Place place, Optional<String> on, int count, TimeLimit timeLimit) implements Step {

    @Override
    public String word() {
        return "waitForCopies";
    }

    @Override
    public String words() {
        return new StepWords("wait for " + count + (count == 1 ? " full copy" : " full copies")).on(on);
    }

    @Override
    public Optional<TimeLimit> limit() {
        return Optional.of(timeLimit);
    }
}
