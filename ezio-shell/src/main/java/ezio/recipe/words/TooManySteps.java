package ezio.recipe.words;

import ezio.recipe.plan.Place;
import ezio.recipe.plan.RecipeMistake;
import java.util.Locale;

/** A recipe that goes on adding steps. Ends its reading. */
public final class TooManySteps extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient RecipeMistake mistake;

    TooManySteps(Place place) {
        this.mistake = new RecipeMistake(
                place,
                String.format(Locale.ROOT, "there are more than %,d steps", Draft.MAX_STEPS),
                "does a loop around this never end?");
    }

    /** Returns where it was noticed. */
    public RecipeMistake mistake() {
        return mistake;
    }
}
