package ezio.shell.repl;

import ezio.shell.command.Shell;
import ezio.shell.command.UsageProblem;
import ezio.shell.console.ColorMode;
import ezio.shell.console.Console;
import ezio.shell.console.OutputMode;
import ezio.shell.env.Env;
import ezio.shell.env.ExitCode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;

/** Runs the lines of a script, or those that somebody types. */
public final class SessionShell implements Shell {

    @Override
    public ExitCode run(Env env, OutputMode output, ColorMode color, String commands, boolean keepsGoing) {
        boolean isTyped = commands == null && env.isInteractive();
        if (isTyped && (output == OutputMode.AUTO || output == OutputMode.TERMINAL)) {
            return new Prompt(env, color).run();
        }
        try (Console console = Console.open(env, output, color)) {
            BufferedReader lines = new BufferedReader(
                    commands == null
                            ? new InputStreamReader(env.input().stream(), StandardCharsets.UTF_8)
                            : new StringReader(commands));
            Script script = new Script(lines, env, console, keepsGoing);
            ExitCode exit = script.run();
            if (script.isEmpty()) {
                throw new UsageProblem(
                        "which command?",
                        "\"ezio help\" lists them; without one, ezio reads commands from a terminal, from -c or from"
                                + " standard input");
            }
            return exit;
        }
    }
}
