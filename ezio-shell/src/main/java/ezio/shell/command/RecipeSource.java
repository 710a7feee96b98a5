package ezio.shell.command;

import ezio.partclone.volume.Volumes;
import ezio.recipe.load.LoadedRecipe;
import ezio.recipe.load.ParameterProblem;
import ezio.recipe.load.RecipeFile;
import ezio.recipe.load.RecipeLoader;
import ezio.recipe.load.RecipeProblem;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.console.ProgressLine;
import ezio.shell.env.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The recipe that a command is given: loads it, and says everything that is wrong with it. */
final class RecipeSource {

    private static final long QUIET_MILLIS = 500;
    private static final String LOADING = "loading recipe…";

    private final Session session;
    private final String command;
    private final String file;

    /**
     * @param command the words before the file: "ezio plan"
     * @param file the recipe, as it was named on the command line
     */
    RecipeSource(Session session, String command, String file) {
        this.session = session;
        this.command = command;
        this.file = file;
    }

    /**
     * Reads and compiles it; takes a second or two the first time, and says so where somebody waits.
     *
     * @throws ezio.core.problem.Problem if it cannot be read, or has mistakes; each of them was said
     */
    RecipeFile open() {
        Path path = session.env().path(file);
        return saying(() -> patiently(() -> new RecipeLoader(session.env()::path).open(path)));
    }

    /** Shows the help of the recipe's own parameters. */
    void help(RecipeFile recipe) {
        session.console().help(new RecipeOptions(command, file, recipe).help());
    }

    /**
     * Loads it with what stands behind it on the command line; looks at no file but the recipe.
     *
     * @throws ezio.core.problem.Problem if it has mistakes, or the values have; each of them was said
     */
    LoadedRecipe load(RecipeFile recipe, List<String> words) {
        Map<String, String> values = new RecipeOptions(command, file, recipe).parse(words);
        return saying(() -> recipe.load(values));
    }

    /**
     * Loads it, and looks at its plan as a whole.
     *
     * @param looksAround whether what must be there is looked for on this machine
     * @throws ezio.core.problem.Problem as {@link #load}, and if the plan is wrong
     */
    LoadedRecipe loadChecked(RecipeFile recipe, List<String> words, boolean looksAround) {
        LoadedRecipe loaded = load(recipe, words);
        return saying(() -> recipe.checked(loaded, path -> !looksAround || Files.exists(path) || Volumes.areAt(path)));
    }

    /** Runs something that loads a recipe, and says each mistake that it finds, before its problem goes on. */
    <T> T saying(Supplier<T> work) {
        try {
            return work.get();
        } catch (RecipeProblem problem) {
            problem.mistakes().forEach(mistake -> session.console().say(event(mistake)));
            throw problem;
        } catch (ParameterProblem problem) {
            List<String> mistakes = problem.mistakes();
            for (String mistake : mistakes.subList(0, mistakes.size() - 1)) {
                session.console().problem(new UsageProblem(mistake, null), ExitCode.USAGE);
            }
            String table = String.join("\n  ", RecipeOptions.table(problem.parameters()));
            throw new UsageProblem(
                    mistakes.get(mistakes.size() - 1), table.isEmpty() ? "this recipe has no parameters" : table);
        }
    }

    private static Event event(RecipeProblem.MarkedMistake mistake) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", mistake.mistake().place().file());
        fields.put("line", mistake.mistake().place().line());
        fields.put("column", mistake.mistake().place().column());
        fields.put("mistake", mistake.message());
        return new Event(EventKind.RECIPE_MISTAKE, "load", mistake.text(), fields);
    }

    // Only where somebody sees it, and so late that most never do.
    private <T> T patiently(Supplier<T> work) {
        if (session.env().terminal().isEmpty()) {
            return work.get();
        }
        CountDownLatch done = new CountDownLatch(1);
        Thread watch = new Thread(() -> showWhenSlow(done), "ezio-loading");
        watch.setDaemon(true);
        watch.start();
        try {
            return work.get();
        } finally {
            done.countDown();
            session.console().progressEnded(LOADING);
        }
    }

    private void showWhenSlow(CountDownLatch done) {
        try {
            if (!done.await(QUIET_MILLIS, TimeUnit.MILLISECONDS)) {
                session.console().progress(ProgressLine.withoutBar(LOADING, "load", LOADING, "", Map.of()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
