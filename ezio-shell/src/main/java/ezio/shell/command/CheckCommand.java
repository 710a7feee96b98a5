package ezio.shell.command;

import ezio.recipe.load.LoadedRecipe;
import ezio.recipe.load.RecipeFile;
import ezio.recipe.plan.Plan;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ezio check}. */
@Command(
        name = "check",
        description = {
            "Finds the mistakes in a recipe, all of them, and runs nothing.",
            "Parameters that are not given get some value. No file but the recipe is looked at."
        })
final class CheckCommand extends EzioCommand {

    @Mixin
    private RecipeArguments recipe = new RecipeArguments();

    CheckCommand(Session session) {
        super(session);
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        RecipeSource source = new RecipeSource(session(), "ezio check", recipe.file());
        RecipeFile file = source.open();
        if (RecipeOptions.wantsHelp(recipe.rest())) {
            source.help(file);
            return ExitCode.OK;
        }
        List<String> words = OfEzio.without(recipe.rest());
        LoadedRecipe loaded =
                words.isEmpty() ? source.saying(file::loadSample) : source.loadChecked(file, words, false);
        Plan plan = loaded.plan();
        long steps = plan.everyStep().count();
        session()
                .console()
                .result(Event.of(
                                EventKind.RECIPE_CHECKED,
                                "load",
                                recipe.file() + ": no mistakes; "
                                        + count(loaded.parameters().size(), "parameter") + ", "
                                        + count(plan.images().size(), "image") + ", "
                                        + count(steps, "step"))
                        .with("file", recipe.file())
                        .with("name", plan.name())
                        .with("parameters", loaded.parameters().size())
                        .with("images", plan.images().size())
                        .with("steps", steps));
        return ExitCode.OK;
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
