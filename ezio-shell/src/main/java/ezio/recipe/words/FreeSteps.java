package ezio.recipe.words;

import ezio.recipe.plan.KeepSeedingStep;
import ezio.recipe.plan.MessageStep;
import ezio.recipe.plan.RunStep;
import ezio.recipe.plan.Step;
import ezio.recipe.plan.TimeLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the steps that can also be done after a failure. */
final class FreeSteps {

    private final Draft draft;
    private final List<Step> steps;

    FreeSteps(Draft draft, List<Step> steps) {
        this.draft = draft;
        this.steps = steps;
    }

    void keepSeeding(Map<String, ?> given) {
        Values values = new Values(draft, "keepSeeding", given);
        add(new KeepSeedingStep(
                values.place(),
                values.text("on"),
                values.duration("atMost").orElse(Duration.ofSeconds(1)),
                values.duration("idle")));
    }

    void message(String text) {
        add(new MessageStep(draft.places().of("message"), text));
    }

    void run(Map<String, ?> given, String program) {
        Values values = new Values(draft, "run", given);
        if (program.isBlank()) {
            draft.mistake(draft.places().ofArgument("run", 0), "there is no program to run");
        } else if (program.chars().anyMatch(Character::isWhitespace)) {
            draft.mistake(
                    draft.places().ofArgument("run", 0),
                    "`run` takes the program alone",
                    "write run 'mail', arguments: ['-s', 'lab']");
        }
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(values.texts("arguments"));
        add(new RunStep(values.place(), command, values.limit(TimeLimit.COMMAND)));
    }

    void add(Step step) {
        draft.countStep(step.place());
        steps.add(step);
    }
}
