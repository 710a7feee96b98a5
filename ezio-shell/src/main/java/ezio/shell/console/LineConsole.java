package ezio.shell.console;

import ezio.core.problem.Problem;
import ezio.shell.env.ExitCode;
import java.io.PrintStream;
import java.nio.file.Path;

/** What the two consoles for people share: lines on two streams. */
abstract class LineConsole implements Console {

    private final PrintStream out;
    private final PrintStream err;
    private final Style style;

    LineConsole(PrintStream out, PrintStream err, Style style) {
        this.out = out;
        this.err = err;
        this.style = style;
    }

    final Style style() {
        return style;
    }

    /** Makes room for lines; undone by {@link #afterLines()}. */
    void beforeLines() {}

    void afterLines() {}

    @Override
    public final synchronized void result(Event event) {
        print(out, Words.harmless(event.text()));
    }

    @Override
    public final synchronized void say(Event event) {
        String text = Words.harmless(event.text());
        print(err, event.kind() == EventKind.WARNING ? style.warning("warning:") + " " + text : text);
    }

    @Override
    public final synchronized void problem(Problem problem, ExitCode exitCode) {
        String text = style.error("error:") + " " + Words.harmless(problem.getMessage());
        print(
                err,
                problem.remedy()
                        .map(remedy -> text + "\n  " + Words.harmless(remedy))
                        .orElse(text));
    }

    @Override
    public final synchronized void bug(Throwable bug, Path logFile) {
        print(err, style.error("error:") + " " + Words.harmless(BugText.what(bug)) + "\n  " + BugText.where(logFile));
    }

    @Override
    public final synchronized void help(String text) {
        beforeLines();
        emit(out, text);
        afterLines();
    }

    /** Prints to standard error as it is. */
    final void raw(String text) {
        err.print(text);
        err.flush();
    }

    private void print(PrintStream stream, String text) {
        beforeLines();
        emit(stream, text + "\n");
        afterLines();
    }

    /** Puts text where it is read. */
    void emit(PrintStream stream, String text) {
        stream.print(text);
        stream.flush();
    }
}
