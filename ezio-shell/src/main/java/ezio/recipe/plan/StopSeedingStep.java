package ezio.recipe.plan;

import java.util.Optional;

/**
 * Offers an image, or everything, no longer.
 *
 * @param image empty for everything on the node
 */
public record StopSeedingStep(Place place, Optional<String> on, Optional<String> image) implements Step {

    @Override
    public String word() {
        return "stopSeeding";
    }

    @Override
    public String words() {
        return new StepWords("stop seeding" + image.map(name -> " " + name).orElse("")).on(on);
    }
}
