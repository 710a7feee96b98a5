package ezio.recipe.load;

import ezio.recipe.words.Parameter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes plans of recipes. Loading reads the recipe's file and nothing else: no disk, no socket, no other file is touched. A
 * recipe is nevertheless to be trusted like a shell script that root runs: what its plan says will be done. Immutable.
 */
public final class RecipeLoader {

    // Reading takes milliseconds; what takes seconds does not end.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Function<String, Path> paths;
    private final Duration patience;

    /**
     * @param paths makes paths of what a recipe calls its files
     */
    public RecipeLoader(Function<String, Path> paths) {
        this(paths, PATIENCE);
    }

    RecipeLoader(Function<String, Path> paths, Duration patience) {
        this.paths = paths;
        this.patience = patience;
    }

    /**
     * Reads and compiles a file; the first time takes a second or two.
     *
     * @throws UnreadableRecipe if it cannot be read
     * @throws RecipeProblem with everything that is wrong with it, so far
     */
    public RecipeFile open(Path file) {
        return new RecipeFile(RecipeCompiler.compile(RecipeText.read(file)), paths, patience);
    }

    /**
     * Loads a recipe with the values of a command line, by the parameters' names.
     *
     * @throws UnreadableRecipe if it cannot be read
     * @throws RecipeProblem with everything that is wrong with it
     * @throws ParameterProblem with everything that is wrong with the values
     */
    public LoadedRecipe load(Path file, Map<String, String> arguments) {
        return open(file).load(arguments);
    }

    /**
     * Returns what a recipe asks for.
     *
     * @throws UnreadableRecipe if it cannot be read
     * @throws RecipeProblem with everything that is wrong with it
     */
    public List<Parameter> parameters(Path file) {
        return open(file).parameters();
    }
}
