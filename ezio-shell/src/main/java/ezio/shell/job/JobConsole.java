package ezio.shell.job;

import ezio.core.problem.Problem;
import ezio.shell.console.Console;
import ezio.shell.console.Event;
import ezio.shell.console.ProgressLine;
import ezio.shell.env.ExitCode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a job prints: kept in its log, and handed to the session's console with the job's number. */
final class JobConsole implements Console {

    private final int number;
    private final Console session;
    private final JobLog log;

    JobConsole(int number, Console session, JobLog log) {
        this.number = number;
        this.session = session;
        this.log = log;
    }

    @Override
    public void result(Event event) {
        log.add(event.text());
        session.result(numbered(event));
    }

    @Override
    public void say(Event event) {
        log.add(event.text());
        session.say(numbered(event));
    }

    @Override
    public void progress(ProgressLine line) {
        Map<String, Object> fields = new LinkedHashMap<>(line.fields());
        fields.put("job", number);
        session.progress(new ProgressLine(
                id(line.id()),
                line.step(),
                prefix() + line.label(),
                line.doneBytes(),
                line.totalBytes(),
                line.rate(),
                line.timeLeft(),
                line.trailer(),
                fields));
    }

    @Override
    public void progressEnded(String id) {
        session.progressEnded(id(id));
    }

    @Override
    public void problem(Problem problem, ExitCode exitCode) {
        log.add("error: " + problem.getMessage());
        problem.remedy().ifPresent(remedy -> log.add("  " + remedy));
        session.problem(problem, exitCode);
    }

    @Override
    public void bug(Throwable bug, Path logFile) {
        log.add("this is a bug in ezio: " + bug);
        session.bug(bug, logFile);
    }

    @Override
    public void help(String text) {
        session.help(text);
    }

    @Override
    public void close() {}

    // Two jobs may check the same image.
    private String id(String id) {
        return number + "/" + id;
    }

    private String prefix() {
        return "[" + number + "] ";
    }

    private Event numbered(Event event) {
        Map<String, Object> fields = new LinkedHashMap<>(event.fields());
        fields.put("job", number);
        return new Event(event.kind(), event.step(), prefix() + event.text(), Collections.unmodifiableMap(fields));
    }
}
