package ezio.shell.job;

import ezio.core.problem.Problem;
import ezio.shell.console.Console;
import ezio.shell.console.Event;
import ezio.shell.console.ProgressLine;
import ezio.shell.env.ExitCode;
import java.nio.file.Path;

/** Remembers, as alerts, what is said beside the prompt. */
final class AlertConsole implements Console {

    private final Console session;
    private final Alerts alerts;

    AlertConsole(Console session, Alerts alerts) {
        this.session = session;
        this.alerts = alerts;
    }

    @Override
    public void result(Event event) {
        alerts.add(event.text());
        session.result(event);
    }

    @Override
    public void say(Event event) {
        alerts.add(event.text());
        session.say(event);
    }

    @Override
    public void progress(ProgressLine line) {
        session.progress(line);
    }

    @Override
    public void progressEnded(String id) {
        session.progressEnded(id);
    }

    @Override
    public void problem(Problem problem, ExitCode exitCode) {
        alerts.add("error: " + problem.getMessage());
        session.problem(problem, exitCode);
    }

    @Override
    public void bug(Throwable bug, Path logFile) {
        alerts.add("this is a bug in ezio: " + bug);
        session.bug(bug, logFile);
    }

    @Override
    public void help(String text) {
        session.help(text);
    }

    @Override
    public void close() {}
}
