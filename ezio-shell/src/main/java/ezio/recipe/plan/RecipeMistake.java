package ezio.recipe.plan;

import java.util.Optional;

/**
 * Something that is wrong with a recipe.
 *
 * @param message one sentence, without a full stop
 * @param suggestion what to do about it, where that is known
 */
public record RecipeMistake(Place place, String message, Optional<String> suggestion) {

    public RecipeMistake(Place place, String message) {
        this(place, message, Optional.empty());
    }

    public RecipeMistake(Place place, String message, String suggestion) {
        this(place, message, Optional.of(suggestion));
    }
}
