package ezio.recipe.load;

import ezio.recipe.plan.Place;
import ezio.recipe.plan.Plan;
import ezio.recipe.plan.PlanChecks;
import ezio.recipe.plan.RecipeMistake;
import ezio.recipe.words.Arguments;
import ezio.recipe.words.Parameter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** A recipe that was compiled, and can be loaded with the values of a command line. Immutable. */
public final class RecipeFile {

    private final CompiledRecipe recipe;
    private final Function<String, Path> paths;
    private final Duration patience;
    private final Arguments arguments;
    private final RecipeReading sample;

    RecipeFile(CompiledRecipe recipe, Function<String, Path> paths, Duration patience) {
        this.recipe = recipe;
        this.paths = paths;
        this.patience = patience;
        this.arguments = Arguments.samples();
        this.sample = read(arguments);
    }

    /** Returns what the recipe asks for, in its order. */
    public List<Parameter> parameters() {
        return arguments.declared();
    }

    /** Returns what its first comment says; may be empty. */
    public String description() {
        return recipe.text().description();
    }

    /**
     * Loads it with some value for each parameter that has no preset: good for a check, not for a run.
     *
     * @throws RecipeProblem with everything that is wrong with it
     */
    public LoadedRecipe loadSample() {
        return finish(sample);
    }

    /**
     * Loads it.
     *
     * @param given values by the parameters' names, "true" for a flag
     * @throws RecipeProblem with everything that is wrong with it
     * @throws ParameterProblem with everything that is wrong with the values
     */
    public LoadedRecipe load(Map<String, String> given) {
        if (sample.isEndless()) {
            return finish(sample);
        }
        Arguments values = Arguments.of(given);
        RecipeReading reading = read(values);
        // A value that is wrong makes the rest of the reading a guess.
        List<String> wrong = values.mistakes();
        if (!wrong.isEmpty() && sample.mistakes().isEmpty()) {
            throw new ParameterProblem(wrong, parameters());
        }
        return finish(reading);
    }

    /**
     * Looks at the plan of a recipe as a whole.
     *
     * @param exists tells whether something is at a path of this machine
     * @return {@code loaded}
     * @throws RecipeProblem with everything that is wrong with the plan
     */
    public LoadedRecipe checked(LoadedRecipe loaded, Predicate<Path> exists) {
        List<RecipeMistake> mistakes = PlanChecks.check(loaded.plan(), exists);
        if (!mistakes.isEmpty()) {
            throw Mistakes.problem(recipe.text(), mistakes);
        }
        return loaded;
    }

    private RecipeReading read(Arguments values) {
        RecipeReading reading = new RecipeReading(recipe, values, paths, patience);
        reading.run();
        return reading;
    }

    private LoadedRecipe finish(RecipeReading reading) {
        if (!reading.mistakes().isEmpty()) {
            throw Mistakes.problem(recipe.text(), reading.mistakes());
        }
        Optional<Plan> plan = reading.draft().plan();
        if (plan.isEmpty()) {
            int last = Math.max(1, recipe.text().lineCount());
            throw Mistakes.problem(
                    recipe.text(),
                    List.of(new RecipeMistake(
                            new Place(
                                    recipe.text().file().toString(),
                                    last,
                                    recipe.text().firstColumn(last)),
                            "there is no `deploy`",
                            "write deploy('NAME') { … }")));
        }
        return new LoadedRecipe(plan.get(), parameters(), description());
    }
}
