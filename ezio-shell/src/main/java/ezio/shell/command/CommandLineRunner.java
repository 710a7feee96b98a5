package ezio.shell.command;

import ezio.core.problem.Problem;
import ezio.shell.console.ColorMode;
import ezio.shell.console.Console;
import ezio.shell.console.OutputMode;
import ezio.shell.env.Env;
import ezio.shell.env.ExitCode;
import ezio.shell.log.LogFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Turns arguments into one run of one command, and whatever comes of it into an exit code. */
public final class CommandLineRunner {

    private final String[] args;
    private final Env env;
    private final Console console;
    private final Session session;

    private CommandLineRunner(String[] args, Env env, Console console) {
        this.args = args.clone();
        this.env = env;
        this.console = console;
        this.session = new Session(env, console);
    }

    /** Blocks until the command has ended; never throws. */
    public static ExitCode run(String[] args, Env env) {
        OutputMode output = CommonOptions.early(args, "--output", OutputMode.class)
                .orElse(List.of(args).contains("--json") ? OutputMode.JSON : OutputMode.AUTO);
        ColorMode color = CommonOptions.early(args, "--color", ColorMode.class).orElse(ColorMode.AUTO);
        try (Console console = Console.open(env, output, color)) {
            return new CommandLineRunner(args, env, console).run();
        }
    }

    private ExitCode run() {
        StringWriter help = new StringWriter();
        CommandLine line = Commands.all(session);
        line.setOut(new PrintWriter(help));
        line.setErr(new PrintWriter(help));
        line.setExecutionStrategy(this::execute);
        line.setParameterExceptionHandler((e, given) -> {
            console.problem(UsageWords.problem(e), ExitCode.USAGE);
            return ExitCode.USAGE.code();
        });
        int code = line.execute(args);
        if (!help.toString().isEmpty()) {
            console.help(help.toString());
        }
        return ExitCode.of(code);
    }

    private int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (last.isUsageHelpRequested() || !(last.commandSpec().userObject() instanceof EzioCommand command)) {
            return new CommandLine.RunLast().execute(parsed);
        }
        return command.needsLog() ? runWithLog(command) : runGuarded(command, defaultLog());
    }

    private int runWithLog(EzioCommand command) {
        String named = command.common().logFile;
        Path path = named == null ? defaultLog() : env.path(named);
        LogFile log = null;
        try {
            log = LogFile.open(path);
            log().debug("{}: {}", Version.line(), String.join(" ", args));
        } catch (IOException e) {
            session.note("start", "no log is kept: cannot write " + path + ": " + Problem.reason(e));
        }
        try {
            return runGuarded(command, path);
        } finally {
            if (log != null) {
                log.close();
            }
        }
    }

    private Path defaultLog() {
        return env.stateDirectory().resolve("ezio.log");
    }

    // Every exception, and an Error too: the user is to see one line, and its stack is for the log.
    private int runGuarded(EzioCommand command, Path logFile) {
        try {
            return command.call();
        } catch (Problem problem) {
            log().debug("ended by a problem", problem);
            ExitCode exit = session.exitCode(ExitCode.of(problem.kind()));
            console.problem(problem, exit);
            return exit.code();
        } catch (CancellationException e) {
            return session.isStopped() ? session.exitCode(ExitCode.OK).code() : bug(e, logFile);
        } catch (RuntimeException | Error e) {
            return bug(e, logFile);
        }
    }

    private int bug(Throwable e, Path logFile) {
        log().error("a bug", e);
        console.bug(e, logFile);
        return ExitCode.BUG.code();
    }

    // Not a constant: to make a logger starts logback, and most of the time of "ezio help" would go there.
    private static Logger log() {
        return LoggerFactory.getLogger(CommandLineRunner.class);
    }
}
