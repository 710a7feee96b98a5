package ezio.shell.command;

import ezio.core.unit.TimeSpan;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.console.Table;
import ezio.shell.env.ExitCode;
import ezio.shell.job.Job;
import ezio.shell.job.SessionJob;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code jobs}, in a session. */
@Command(name = "jobs", description = "In a session: lists the commands that run beside the prompt, or have ended.")
final class JobsCommand extends EzioCommand {

    JobsCommand(Session session) {
        super(session);
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        List<SessionJob> jobs = session().needLive("jobs").everyJob();
        Table table = new Table("JOB", "STATE", "SINCE", "COMMAND");
        jobs.forEach(job -> table.add(
                job.label(),
                state(job),
                TimeSpan.printRounded(Duration.between(job.since(), Instant.now())),
                job.title()));
        session()
                .console()
                .result(Event.of(
                                EventKind.JOBS,
                                "job",
                                jobs.isEmpty()
                                        ? "no jobs; --background makes one of a seed or a restore"
                                        : table.text())
                        .with("jobs", jobs.stream().map(JobsCommand::fields).toList()));
        return ExitCode.OK;
    }

    /** Returns "running", "failed (device)". */
    private static String state(SessionJob job) {
        String state = job.state().name().toLowerCase(Locale.ROOT);
        return job.state() == Job.State.FAILED
                ? state + " (" + job.exitCode().orElseThrow().id() + ")"
                : state;
    }

    /** Returns the number of a job, or the name of a daemon's image. */
    static Object id(SessionJob job) {
        return job instanceof Job own ? (Object) own.number() : job.label();
    }

    static Map<String, Object> fields(SessionJob job) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("job", id(job));
        fields.put("state", job.state().name().toLowerCase(Locale.ROOT));
        fields.put("title", job.title());
        fields.put("since", job.since().toString());
        fields.put("exitCode", job.exitCode().map(ExitCode::code).orElse(null));
        return fields;
    }
}
