package ezio.recipe.plan;

import ezio.core.swarm.StopRule;
import ezio.verb.live.Doubt;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Offers an image; is done as soon as the image is open, and the image is offered until {@code stopSeeding}, its stop
 * rule, or the end of the run.
 *
 * @param uploads machines that are served at the same time; empty for the node's own number
 * @param connections machines that may be connected; empty for the node's own number
 * @param timeLimit for what comes before the image is offered: to hash or to unpack it
 */
public record SeedStep(
        Place place,
        Optional<String> on,
        String imageName,
        OptionalInt uploads,
        OptionalInt connections,
        Doubt doubt,
        StopRule stopRule,
        TimeLimit timeLimit)
        implements Step {

    @Override
    public String word() {
        return "seed";
    }

    @Override
    public String words() {
        return new StepWords("seed " + imageName)
                .with("uploads", uploads)
                .with("connections", connections)
                .with("hashed first", doubt == Doubt.CHECK)
                .with("trusted", doubt == Doubt.TRUST)
                .with(stopRule)
                .on(on);
    }

    @Override
    public Optional<String> image() {
        return Optional.of(imageName);
    }

    @Override
    public Optional<TimeLimit> limit() {
        return Optional.of(timeLimit);
    }
}
