package ezio.shell.command;

import ezio.shell.console.ColorMode;
import ezio.shell.console.CommandConsole;
import ezio.shell.console.Console;
import ezio.shell.console.OutputMode;
import ezio.shell.env.Env;
import ezio.shell.env.ExitCode;
import ezio.shell.job.LiveSession;
import ezio.shell.log.LogFile;
import java.util.List;
import picocli.CommandLine;

/** Turns arguments into one run of one command, and whatever comes of it into an exit code. */
public final class CommandLineRunner {

    private CommandLineRunner() {}

    /**
     * Blocks until the command has ended; never throws.
     *
     * @param shell what runs where there is no command
     */
    public static ExitCode run(String[] args, Env env, Shell shell) {
        OutputMode output = CommonOptions.early(args, "--output", OutputMode.class)
                .orElse(List.of(args).contains("--json") ? OutputMode.JSON : OutputMode.AUTO);
        ColorMode color = CommonOptions.early(args, "--color", ColorMode.class).orElse(ColorMode.AUTO);
        if (args.length > 0 && !args[0].startsWith("-")) {
            LogFile.prepare();
        }
        try (Console console = Console.open(env, output, color)) {
            return new CommandRun(List.of(args), Session.alone(env, console), shell).run();
        }
    }

    /**
     * Runs one line of a session; blocks until it has ended, or was started as a job. Never throws.
     *
     * @param words the line, cut into words
     * @param console what it prints to, unless the line has an {@code --output} of its own
     */
    public static ExitCode runLine(List<String> words, Env env, Console console, LiveSession live) {
        String[] args = words.toArray(String[]::new);
        OutputMode output = CommonOptions.early(args, "--output", OutputMode.class)
                .orElse(words.contains("--json") ? OutputMode.JSON : OutputMode.AUTO);
        Console shown = output == OutputMode.JSON || output == OutputMode.PLAIN
                ? Console.open(env, output, ColorMode.AUTO)
                : console;
        try (CommandConsole own = new CommandConsole(shown)) {
            return new CommandRun(words, Session.ofLine(env, own, live), (e, o, c, lines, daemon) -> {
                        throw new UsageProblem("which command?", "\"help\" lists them");
                    })
                    .run();
        }
    }

    /** Returns all commands with their options, to look at: for completion, documentation and the like. */
    public static CommandLine model(Env env, Console console) {
        return Commands.all(Session.alone(env, console), (e, o, c, lines, daemon) -> ExitCode.OK);
    }
}
