package ezio.recipe.run;

import ezio.core.problem.Problem;
import java.io.IOException;
import java.util.List;

/** A program that a recipe runs could not be started, or did not end with 0. */
public final class CommandFailed extends Problem {

    private static final long serialVersionUID = 1;

    private CommandFailed(Kind kind, String message, String remedy, Throwable cause) {
        super(kind, message, remedy, cause);
    }

    static CommandFailed notStarted(List<String> command, IOException e) {
        return new CommandFailed(
                Kind.INPUT,
                "cannot run " + command.get(0) + ": " + Problem.reason(e),
                "name a program that is installed, by its path or as PATH finds it",
                e);
    }

    static CommandFailed unreadable(List<String> command, IOException e) {
        return new CommandFailed(
                Kind.DEVICE, "cannot read what " + command.get(0) + " prints: " + Problem.reason(e), null, e);
    }

    static CommandFailed exit(List<String> command, int code) {
        return new CommandFailed(Kind.DEVICE, String.join(" ", command) + " ended with exit code " + code, null, null);
    }
}
