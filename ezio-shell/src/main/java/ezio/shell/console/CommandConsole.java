package ezio.shell.console;

import ezio.core.problem.Problem;
import ezio.shell.env.ExitCode;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The console of one command of a session, which goes on after it: closing takes away what this command still shows as
 * going on, as after Ctrl-C, and nothing else.
 */
public final class CommandConsole implements Console {

    private final Console session;
    private final Set<String> shown = ConcurrentHashMap.newKeySet();

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
    public void progress(ProgressLine line) {
        shown.add(line.id());
        session.progress(line);
    }

    @Override
    public void progressEnded(String id) {
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
    public void close() {
        Set.copyOf(shown).forEach(this::progressEnded);
    }
}
