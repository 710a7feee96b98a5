package ezio.recipe.words;

import ezio.recipe.plan.Step;
import groovy.transform.NamedParam;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The words of {@code onFailure { }}. */
@Block(value = "onFailure", purpose = "what is done, once, when a step has failed")
public final class FailureBlock {

    private final FreeSteps steps;

    FailureBlock(Draft draft, List<Step> steps) {
        this.steps = new FreeSteps(draft, steps);
    }

    @Word(
            value = "goes on offering what is offered, for a time, before it ends",
            example = "keepSeeding atMost: 15.minutes")
    public void keepSeeding(
            @NamedParam(value = "atMost", type = Duration.class, required = true)
                    @NamedParam(value = "idle", type = Duration.class)
                    @NamedParam(value = "on", type = String.class)
                    Map<String, ?> given) {
        steps.keepSeeding(given);
    }

    @Word(value = "tells the user something", example = "message 'some machines may hold a partial copy'")
    public void message(String text) {
        steps.message(text);
    }

    @Word(name = "run", value = "runs a program; no shell reads the line")
    public void runProgram(String program) {
        steps.run(Map.of(), program);
    }

    @Word(
            name = "run",
            value = "runs a program; no shell reads the line",
            example = "run 'mail', arguments: ['-s', 'lab image', 'ops'], timeout: 1.minutes")
    public void runProgram(
            @NamedParam(value = "arguments", type = List.class) @NamedParam(value = "timeout", type = Duration.class)
                    Map<String, ?> given,
            String program) {
        steps.run(given, program);
    }
}
