package ezio.shell.repl;

import ezio.shell.command.CommandLineRunner;
import ezio.shell.command.UsageProblem;
import ezio.shell.console.Console;
import ezio.shell.env.Env;
import ezio.shell.env.ExitCode;
import ezio.shell.job.LiveSession;
import java.util.List;

/** Runs lines, one after another, in one session. */
final class Lines {

    private final Env env;
    private final Console console;
    private final LiveSession live;
    private final SessionSignals signals;

    Lines(Env env, Console console, LiveSession live, SessionSignals signals) {
        this.env = env.withSignals(signals);
        this.console = console;
        this.live = live;
        this.signals = signals;
    }

    /** Cuts a line, or several, into commands. */
    LineWords cut(String text) {
        return LineWords.of(text, env.home().toString());
    }

    /** Runs the commands of a line until one fails; blocks. Returns what the last one ended with. */
    ExitCode run(LineWords words) {
        ExitCode exit = ExitCode.OK;
        for (List<LineWords.Word> command : words.commands()) {
            exit = run(command, words);
            if (exit != ExitCode.OK || live.isEnding()) {
                break;
            }
        }
        return exit;
    }

    private ExitCode run(List<LineWords.Word> command, LineWords words) {
        if (words.open() != LineWords.Open.NOTHING) {
            return refuse(new UsageProblem("the line ends in the middle: " + opened(words.open()), null));
        }
        if (words.notOffered().isPresent()) {
            return refuse(new UsageProblem(
                    "\"" + words.notOffered().get() + "\" is not offered here",
                    "--background runs a command beside the prompt; quote it if it is meant as it stands"));
        }
        try {
            return CommandLineRunner.runLine(
                    command.stream().map(LineWords.Word::text).toList(), env, console, live);
        } finally {
            signals.commandEnded();
        }
    }

    private ExitCode refuse(UsageProblem problem) {
        console.problem(problem, ExitCode.USAGE);
        return ExitCode.USAGE;
    }

    private static String opened(LineWords.Open open) {
        return switch (open) {
            case SINGLE_QUOTE -> "a ' is not closed";
            case DOUBLE_QUOTE -> "a \" is not closed";
            case BACKSLASH -> "nothing follows the last \\";
            default -> "a bracket or a string is not closed";
        };
    }
}
