package ezio.recipe.plan;

import java.util.Optional;

/** Reads an image and compares every piece with its torrent; a wrong piece fails the run. */
public record VerifyStep(Place place, Optional<String> on, String imageName, TimeLimit timeLimit) implements Step {

    @Override
    public String word() {
        return "verify";
    }

    @Override
    public String words() {
        return new StepWords("verify " + imageName).on(on);
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
