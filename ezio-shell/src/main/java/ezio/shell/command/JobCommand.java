package ezio.shell.command;

import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import ezio.shell.job.Job;
import ezio.shell.job.Jobs;
import ezio.shell.job.LiveSession;
import ezio.shell.job.SessionJob;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code job}, in a session. */
@Command(
        name = "job",
        description = "In a session: stops jobs, pauses and resumes them, waits for them, shows their log.")
final class JobCommand extends EzioCommand {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    /** What can be done with a job. */
    enum Action {
        /** Ends it, as Ctrl-C would. */
        STOP,
        PAUSE,
        RESUME,
        /** Returns when it has ended, with its exit code. */
        WAIT,
        LOG
    }

    @Parameters(index = "0", paramLabel = "ACTION", description = "stop, pause, resume, wait or log")
    private Action action;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "JOB",
            description = "the number of a job, or several; of a daemon, the name of an image")
    private List<String> labels = List.of();

    JobCommand(Session session) {
        super(session);
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        LiveSession live = session().needLive("job");
        // All of them before anything is done with one.
        List<SessionJob> jobs = labels.stream().map(live::job).toList();
        switch (action) {
            case STOP -> stop(jobs);
            case PAUSE ->
                jobs.forEach(job -> {
                    job.pause();
                    say(job, "paused");
                });
            case RESUME ->
                jobs.forEach(job -> {
                    job.resume();
                    say(job, "goes on");
                });
            case WAIT -> {
                return await(jobs);
            }
            case LOG -> jobs.forEach(this::log);
        }
        return ExitCode.OK;
    }

    private void stop(List<SessionJob> jobs) {
        jobs.forEach(SessionJob::stop);
        // What is said next is to be true: the device is closed, the port free.
        await(jobs.stream().filter(Job.class::isInstance).toList());
    }

    private ExitCode await(List<SessionJob> jobs) {
        ExitCode first = ExitCode.OK;
        try {
            for (SessionJob job : jobs) {
                Optional<ExitCode> exit =
                        Jobs.await(job, Optional.empty(), session().cancel());
                if (exit.isEmpty()) {
                    break;
                }
                first = first == ExitCode.OK ? exit.get() : first;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return first;
    }

    private void say(SessionJob job, String words) {
        session()
                .console()
                .say(Event.of(EventKind.JOB, "job", "[" + job.label() + "] " + job.title() + ": " + words)
                        .with("job", JobsCommand.id(job))
                        .with("title", job.title())
                        .with("state", job.state().name().toLowerCase(java.util.Locale.ROOT)));
    }

    private void log(SessionJob job) {
        List<String> lines = new ArrayList<>();
        job.lines().forEach(line -> lines.add(CLOCK.format(line.time()) + "  " + line.text()));
        session()
                .console()
                .result(Event.of(
                                EventKind.JOB,
                                "job",
                                lines.isEmpty()
                                        ? "[" + job.label() + "] has said nothing yet"
                                        : lines.stream().collect(Collectors.joining("\n")))
                        .with("job", JobsCommand.id(job))
                        .with("lines", lines));
    }
}
