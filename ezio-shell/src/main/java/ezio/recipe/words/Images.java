package ezio.recipe.words;

import ezio.recipe.plan.ImageLocation;
import ezio.recipe.plan.PlannedImage;
import java.util.Optional;

/** Makes the images that the nouns of a recipe name. */
final class Images {

    private Images() {}

    static PlannedImage of(Values values, ImageLocation location, Optional<String> node) {
        return new PlannedImage(
                values.required("image"),
                values.place(),
                node,
                location,
                values.requiredPath("torrent"),
                values.path("usedBlocks"));
    }
}
