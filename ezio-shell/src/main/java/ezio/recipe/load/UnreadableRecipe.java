package ezio.recipe.load;

import ezio.core.problem.Problem;
import java.nio.file.Path;

/** A recipe that is not there, cannot be read, or is no text. */
public final class UnreadableRecipe extends Problem {

    private static final long serialVersionUID = 1;

    UnreadableRecipe(Path file, String what, String remedy) {
        super(Kind.INPUT, "recipe " + file + " " + what, remedy);
    }
}
