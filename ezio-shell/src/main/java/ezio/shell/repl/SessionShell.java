package ezio.shell.repl;

import ezio.daemon.DaemonAddress;
import ezio.daemon.DaemonClient;
import ezio.daemon.DaemonNode;
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
import java.util.Optional;

/** Runs the lines of a script, or those that somebody types. */
public final class SessionShell implements Shell {

    @Override
    public ExitCode run(Env env, OutputMode output, ColorMode color, Lines lines, Optional<DaemonAddress> daemon) {
        Optional<DaemonNode> far = daemon.map(address -> new DaemonNode(DaemonClient.of(address)));
        boolean isBegun = false;
        try {
            // Who does not answer now is to be known before the first line.
            far.ifPresent(DaemonNode::status);
            isBegun = true;
        } finally {
            if (!isBegun) {
                far.ifPresent(DaemonNode::close);
            }
        }
        String commands = lines.commands();
        boolean isTyped = commands == null && env.isInteractive();
        if (isTyped && (output == OutputMode.AUTO || output == OutputMode.TERMINAL)) {
            return new Prompt(env, color, far).run();
        }
        try (Console console = Console.open(env, output, color)) {
            BufferedReader reader = new BufferedReader(
                    commands == null
                            ? new InputStreamReader(env.input().stream(), StandardCharsets.UTF_8)
                            : new StringReader(commands));
            Script script = new Script(reader, env, console, lines.keepsGoing(), far);
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
