package ezio.shell.command;

import ezio.recipe.load.LoadedRecipe;
import ezio.recipe.load.RecipeFile;
import ezio.recipe.plan.Plan;
import ezio.recipe.plan.PlanText;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ezio plan}. */
@Command(
        name = "plan",
        description = {
            "Prints what a recipe would do, step by step, with every time limit, and does none of it.",
            "The devices are opened to read their size and what is mounted; --offline leaves that out."
        })
final class PlanCommand extends EzioCommand {

    private static final String OFFLINE = "--offline";

    @Option(names = OFFLINE, description = "look at no device and no file but the recipe")
    private boolean offline;

    @Mixin
    private RecipeArguments recipe = new RecipeArguments();

    PlanCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        RecipeSource source = new RecipeSource(session(), "ezio plan", recipe.file());
        RecipeFile file = source.open();
        if (RecipeOptions.wantsHelp(recipe.rest())) {
            source.help(file);
            return ExitCode.OK;
        }
        List<String> words = new ArrayList<>(OfEzio.without(recipe.rest()));
        boolean isOffline = words.removeIf(OFFLINE::equals) || offline;
        LoadedRecipe loaded = source.loadChecked(file, words, !isOffline);
        Plan plan = loaded.plan();
        List<PlannedDevice> devices = isOffline ? List.of() : PlannedDevice.of(plan);
        String text = PlanText.of(plan)
                + devices.stream().map(device -> "\n  " + device.words()).reduce("", String::concat);
        session()
                .console()
                .result(Event.of(EventKind.PLAN, "plan", text)
                        .with("file", recipe.file())
                        .with("name", plan.name())
                        .with("parameters", plan.parameters())
                        .with("images", PlanFields.images(plan))
                        .with("steps", PlanFields.steps(plan.steps()))
                        .with(
                                "devices",
                                devices.stream().map(PlannedDevice::fields).toList()));
        return ExitCode.OK;
    }
}
