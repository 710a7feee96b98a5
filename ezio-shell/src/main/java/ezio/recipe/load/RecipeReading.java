package ezio.recipe.load;

import ezio.recipe.plan.Place;
import ezio.recipe.plan.RecipeMistake;
import ezio.recipe.words.Arguments;
import ezio.recipe.words.Draft;
import ezio.recipe.words.RecipeScript;
import ezio.recipe.words.TooManySteps;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One reading of a compiled recipe, with the values of one command line: its words note what was said. */
final class RecipeReading {

    private final CompiledRecipe recipe;
    private final Draft draft;
    private final Duration patience;
    private final List<RecipeMistake> mistakes = new ArrayList<>();
    private volatile Error bug;
    private volatile boolean isEndless;

    RecipeReading(CompiledRecipe recipe, Arguments arguments, Function<String, Path> paths, Duration patience) {
        this.recipe = recipe;
        this.draft = new Draft(recipe.text().file(), recipe.index(), arguments, paths);
        this.patience = patience;
    }

    Draft draft() {
        return draft;
    }

    /** Returns what was wrong, as the words and the reading found it. */
    List<RecipeMistake> mistakes() {
        List<RecipeMistake> all = new ArrayList<>(draft.mistakes());
        all.addAll(mistakes);
        return all;
    }

    /** Tells whether the reading was given up. */
    boolean isEndless() {
        return isEndless;
    }

    /** Reads; blocks for moments, or for the whole patience where the recipe has a loop without an end. */
    void run() {
        RecipeScript script = script();
        Thread thread = new Thread(() -> read(script), "ezio-recipe");
        thread.setDaemon(true);
        thread.start();
        boolean isInterrupted = false;
        try {
            thread.join(patience.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(patience.toMillis());
            }
        } catch (InterruptedException e) {
            isInterrupted = true;
            thread.interrupt();
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
            throw new java.util.concurrent.CancellationException("interrupted while a recipe was read");
        }
        if (thread.isAlive()) {
            isEndless = true;
            mistakes.add(new RecipeMistake(place(1), "this recipe does not end"));
        }
        if (bug != null) {
            throw bug;
        }
    }

    private RecipeScript script() {
        try {
            RecipeScript script = recipe.type().getDeclaredConstructor().newInstance();
            script.begin(draft);
            return script;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a recipe that was compiled cannot be made", e);
        }
    }

    // Error, too: a recipe that calls itself, or fills the memory, is the recipe's mistake.
    private void read(RecipeScript script) {
        try {
            script.run();
        } catch (TooManySteps e) {
            mistakes.add(e.mistake());
        } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
            mistakes.add(mistake(e));
        } catch (Error e) {
            bug = e;
        }
    }

    private RecipeMistake mistake(Throwable e) {
        Place place = place(recipe.index().lineOf(e));
        if (e instanceof InterruptedException || e.getCause() instanceof InterruptedException) {
            isEndless = true;
            return new RecipeMistake(
                    place,
                    "this recipe is not read within " + ezio.core.unit.TimeSpan.printLimit(patience),
                    "does a loop here never end?");
        }
        if (e instanceof AssertionError) {
            return new RecipeMistake(place, "this does not hold");
        }
        if (e instanceof StackOverflowError) {
            return new RecipeMistake(place, "this calls itself without end");
        }
        if (e instanceof OutOfMemoryError) {
            return new RecipeMistake(place, "this needs more memory than there is");
        }
        if (e instanceof ArithmeticException) {
            boolean isDivision = String.valueOf(e.getMessage()).contains("zero");
            return new RecipeMistake(place, isDivision ? "a division by zero" : "a number that is too large");
        }
        if (e instanceof NullPointerException) {
            return new RecipeMistake(place, "a value is missing here (null)");
        }
        String message = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
        return new RecipeMistake(place, message.lines().findFirst().orElse(message));
    }

    private Place place(int line) {
        return new Place(recipe.index().file(), line, recipe.text().firstColumn(line));
    }
}
