package ezio.recipe.plan;

import java.util.List;
import java.util.Optional;

/**
 * Runs a program on the machine that runs the recipe; anything but exit code 0 fails the run.
 *
 * @param command the program and its arguments; no shell reads them
 */
public record RunStep(Place place, List<String> command, TimeLimit timeLimit) implements Step {

    public RunStep {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("nothing to run");
        }
    }

    @Override
    public String word() {
        return "run";
    }

    @Override
    public String words() {
        return "run " + String.join(" ", command);
    }

    @Override
    public Optional<TimeLimit> limit() {
        return Optional.of(timeLimit);
    }
}
