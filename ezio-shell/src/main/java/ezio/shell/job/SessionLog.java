package ezio.shell.job;

import ezio.core.problem.Problem;
import ezio.shell.console.Console;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.log.LogFile;
import java.io.IOException;
import java.nio.file.Path;

/** The log of a session, from the first command that needs one to its end; what it warns of is said. */
public final class SessionLog implements AutoCloseable {

    private final Console console;
    private LogFile file;
    private boolean isTried;

    SessionLog(Console console) {
        this.console = console;
    }

    /** Sees to it that {@code path} is written to, if nothing is yet; says once if that is not possible. */
    public synchronized void need(Path path) {
        if (isTried) {
            return;
        }
        isTried = true;
        try {
            file = LogFile.open(path);
            file.tellWarnings(text -> console.say(Event.of(EventKind.WARNING, "log", text)));
        } catch (IOException e) {
            console.say(Event.of(
                    EventKind.NOTE, "start", "no log is kept: cannot write " + path + ": " + Problem.reason(e)));
        }
    }

    @Override
    public synchronized void close() {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
