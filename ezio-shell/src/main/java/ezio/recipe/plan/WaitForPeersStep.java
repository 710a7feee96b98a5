package ezio.recipe.plan;

import java.util.Optional;

/**
 * Waits until so many machines are connected at once, each to every image that is offered.
 *
 * @param count 1 or more
 */
public record WaitForPeersStep(Place place, Optional<String> on, int count, TimeLimit timeLimit) implements Step {

    @Override
    public String word() {
        return "waitForPeers";
    }

    @Override
    public String words() {
        return new StepWords("wait for " + count + (count == 1 ? " peer" : " peers")).on(on);
    }

    @Override
    public Optional<TimeLimit> limit() {
        return Optional.of(timeLimit);
    }
}
