package ezio.shell.console;

import ezio.core.problem.Problem;
import ezio.shell.env.ExitCode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * What one command of several prints to. Whatever way the command ends, closing this takes away what it showed as going on;
 * what comes late from one of its threads is not shown any more.
 */
public final class CommandConsole implements Console {

    private final Console session;
    private final Set<String> shown = new HashSet<>();
    private boolean isClosed;

    /**
     * @param session stays open
     */
    public CommandConsole(Console session) {
        this.session = session;
    }

    @Override
    public void result(Event event) {
        session.result(event);
    }

    @Override
    public void say(Event event) {
        session.say(event);
    }

    @Override
    public synchronized void progress(ProgressLine line) {
        if (!isClosed) {
            shown.add(line.id());
            session.progress(line);
        }
    }

    @Override
    public synchronized void progressEnded(String id) {
        shown.remove(id);
        session.progressEnded(id);
    }

    @Override
    public void problem(Problem problem, ExitCode exitCode) {
        session.problem(problem, exitCode);
    }

    @Override
    public void bug(Throwable bug, Path logFile) {
        session.bug(bug, logFile);
    }

    @Override
    public void help(String text) {
        session.help(text);
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        shown.forEach(session::progressEnded);
        shown.clear();
    }
}
