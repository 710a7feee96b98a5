package ezio.shell.console;

import ezio.core.problem.Problem;
import ezio.shell.env.Env;
import ezio.shell.env.ExitCode;
import java.nio.file.Path;

/**
 * Tells the user what happens: results on standard output, all else on standard error. Safe for use by any thread; a
 * call returns when the words were handed to the operating system; at a prompt, to who draws it.
 */
public interface Console extends AutoCloseable {

    /** Prints what the command was run for. */
    void result(Event event);

    /** Prints what the user may want to know on the way. */
    void say(Event event);

    /** Shows how far some work is; most calls may show nothing, so that many are no harm. */
    void progress(ProgressLine line);

    /** Takes the line with that id away from what is shown as going on. */
    void progressEnded(String id);

    /** Prints what went wrong and what to do about it. */
    void problem(Problem problem, ExitCode exitCode);

    /** Says that ezio itself is wrong, and where the details are. */
    void bug(Throwable bug, Path logFile);

    /** Prints help, as it is, on standard output. */
    void help(String text);

    /** Takes away what is shown as going on. */
    @Override
    void close();

    /** Returns the console that fits where the messages go. */
    static Console open(Env env, OutputMode mode, ColorMode color) {
        boolean dumb = env.variable("TERM").map("dumb"::equals).orElse(true);
        OutputMode resolved = mode != OutputMode.AUTO
                ? mode
                : env.terminal().isPresent() && !dumb ? OutputMode.TERMINAL : OutputMode.PLAIN;
        boolean colored =
                switch (color) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case AUTO ->
                        resolved == OutputMode.TERMINAL
                                && env.terminal().isPresent()
                                && !dumb
                                && env.variable("NO_COLOR").isEmpty();
                };
        return switch (resolved) {
            case JSON -> new JsonConsole(env.out(), env.err(), System::nanoTime, java.time.Clock.systemUTC());
            case TERMINAL ->
                new TerminalConsole(
                        env.out(),
                        env.err(),
                        env.terminal().orElse(() -> ezio.shell.env.TerminalSize.USUAL),
                        new Style(colored),
                        BarStyle.of(env),
                        System::nanoTime);
            default -> new PlainConsole(env.out(), env.err(), new Style(colored), System::nanoTime);
        };
    }
}
