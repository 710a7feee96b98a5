package ezio.shell.job;

import ezio.core.progress.CancelToken;
import ezio.shell.console.CommandConsole;
import ezio.shell.console.Console;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The jobs of a session, those that have ended too. Safe for use by any thread. */
public final class Jobs {

    /** The work of a job: prints to its console, and returns what it ended with. Never throws. */
    @FunctionalInterface
    public interface Work {
        ExitCode run(Job job, Console console);
    }

    private final Console console;
    private final List<Job> jobs = new ArrayList<>();

    public Jobs(Console console) {
        this.console = console;
    }

    /**
     * Runs {@code work} on a thread of its own; says so, and says when it has ended.
     *
     * @param title what the user calls it
     * @param bringsImages whether it puts images on the session's node, and tells with {@link Job#settle} when they are there
     */
    public Job start(String title, boolean bringsImages, Work work) {
        JobLog log = new JobLog();
        Job job;
        synchronized (jobs) {
            job = new Job(jobs.size() + 1, title, Instant.now(), log, bringsImages);
            jobs.add(job);
        }
        say(job, title, "started");
        CommandConsole own = new CommandConsole(new JobConsole(job.number(), console, log));
        Thread thread = new Thread(
                () -> {
                    ExitCode exit = ExitCode.BUG;
                    try {
                        exit = work.run(job, own);
                    } finally {
                        own.close();
                        Job.State state = job.stateAfter(exit);
                        String id = state.name().toLowerCase(Locale.ROOT);
                        // Before it is over: who waits for it is not to be told first.
                        say(
                                job,
                                title + ": "
                                        + (state == Job.State.FAILED
                                                ? "ended with " + exit.code() + " (" + exit.id() + ")"
                                                : id),
                                id);
                        job.ended(exit);
                    }
                },
                "ezio-job-" + job.number());
        thread.setDaemon(true);
        thread.start();
        return job;
    }

    private void say(Job job, String text, String state) {
        console.say(Event.of(EventKind.JOB, "job", "[" + job.number() + "] " + text)
                .with("job", job.number())
                .with("title", job.title())
                .with("state", state));
    }

    /** Returns all, in the order in which they were started. */
    public List<Job> all() {
        synchronized (jobs) {
            return List.copyOf(jobs);
        }
    }

    public List<Job> alive() {
        return all().stream().filter(Job::isAlive).toList();
    }

    /** Returns the job of that number; empty where there is none. */
    public Optional<Job> find(int number) {
        return all().stream().filter(job -> job.number() == number).findFirst();
    }

    /** Returns what the first job that failed ended with. */
    public Optional<ExitCode> failure() {
        return all().stream()
                .filter(job -> job.state() == Job.State.FAILED)
                .findFirst()
                .flatMap(Job::exitCode);
    }

    /** Waits for the ends of all, however long that takes. */
    public void awaitAll() {
        awaitAll(alive(), Duration.ofDays(36500));
    }

    /** Asks all to stop, and waits for their ends, {@code most} at most. */
    public void stopAll(Duration most) {
        List<Job> asked = alive();
        asked.forEach(job -> job.cancel().cancel());
        awaitAll(asked, most);
    }

    private static void awaitAll(List<Job> awaited, Duration most) {
        Instant until = Instant.now().plus(most);
        try {
            for (Job job : awaited) {
                var unused = job.await(positive(Duration.between(Instant.now(), until)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    /** Waits for a job, until {@code cancel} is asked; returns what it ended with, or nothing if time or patience ran out. */
    public static Optional<ExitCode> await(SessionJob job, Optional<Duration> most, CancelToken cancel)
            throws InterruptedException {
        long beganNs = System.nanoTime();
        while (!cancel.isCancelled()
                && most.filter(limit -> System.nanoTime() - beganNs > limit.toNanos())
                        .isEmpty()) {
            Optional<ExitCode> exit = job.await(Duration.ofMillis(50));
            if (exit.isPresent()) {
                return exit;
            }
        }
        return Optional.empty();
    }
}
