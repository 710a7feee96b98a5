package ezio.shell.command;

import ezio.core.unit.TimeSpan;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.console.ProgressLine;
import ezio.shell.env.ExitCode;
import ezio.shell.job.Jobs;
import ezio.shell.job.LiveSession;
import ezio.shell.job.SessionJob;
import ezio.verb.live.SwarmImage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wait}, in a session. */
@Command(
        name = "wait",
        description = "In a session: waits for peers that are connected to all its images, for peers that hold, or ever"
                + " held, all of them, or for the end of a job.")
final class WaitCommand extends EzioCommand {

    private static final long TICK_MS = 200;
    private static final String PROGRESS = "wait";

    @Option(names = "--peers", paramLabel = "N", description = "until N are connected at once")
    private Integer peers;

    @Option(
            names = "--copies",
            paramLabel = "N",
            description = "until N have been seen with every piece; who leaves then stays counted")
    private Integer copies;

    @Option(names = "--job", paramLabel = "JOB", description = "until it has ended; ends with its exit code")
    private String job;

    @Option(names = "--timeout", paramLabel = "TIME", description = "end with 8 after that time; default: no limit")
    private Duration timeout;

    WaitCommand(Session session) {
        super(session);
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        LiveSession live = session().needLive("wait");
        long given = List.of(Optional.ofNullable(peers), Optional.ofNullable(copies), Optional.ofNullable(job)).stream()
                .filter(Optional::isPresent)
                .count();
        if (given != 1) {
            throw new UsageProblem("wait for what?", "say one of --peers N, --copies N, --job JOB");
        }
        session().onStopSay(() -> "no longer waiting");
        try {
            return job != null ? forJob(live.job(job)) : forPeers(live);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }

    private ExitCode forJob(SessionJob awaited) throws InterruptedException {
        Optional<ExitCode> exit =
                Jobs.await(awaited, Optional.ofNullable(timeout), session().cancel());
        if (exit.isEmpty() && !session().isStopped()) {
            throw WaitTimeout.ofJob(awaited.label(), timeout);
        }
        return exit.orElse(ExitCode.OK);
    }

    private ExitCode forPeers(LiveSession live) throws InterruptedException {
        int wanted = peers != null ? peers : copies;
        if (wanted < 1) {
            throw new UsageProblem((peers != null ? "--peers: " : "--copies: ") + wanted + " is below 1", null);
        }
        CountDownLatch stopped = new CountDownLatch(1);
        session().cancel().onCancel(stopped::countDown);
        long beganNs = System.nanoTime();
        // Without those that are still being opened, the count would be right too early.
        while (live.jobs().all().stream().anyMatch(each -> !each.isSettled())) {
            throwIfLate(beganNs, wanted, 0, List.of());
            if (stopped.await(TICK_MS, TimeUnit.MILLISECONDS)) {
                return ExitCode.OK;
            }
        }
        List<? extends SwarmImage> images = live.images();
        if (images.isEmpty()) {
            throw new UsageProblem(
                    "nothing is seeded or restored " + session().where(),
                    "\"seed … --background\" makes a job of a seed");
        }
        SwarmCount count = new SwarmCount(images);
        try {
            int got = got(count);
            while (got < wanted && !stopped.await(TICK_MS, TimeUnit.MILLISECONDS)) {
                got = got(count);
                if (got >= wanted) {
                    break;
                }
                throwIfOver(images);
                throwIfLate(beganNs, wanted, got, count.incomplete());
                session()
                        .console()
                        .progress(ProgressLine.withoutBar(
                                PROGRESS,
                                "wait",
                                "waiting",
                                got + " of " + words(wanted),
                                Map.of("wanted", wanted, "got", got)));
            }
            if (got >= wanted) {
                say(wanted, got, Duration.ofNanos(System.nanoTime() - beganNs));
            }
            return ExitCode.OK;
        } finally {
            session().console().progressEnded(PROGRESS);
        }
    }

    private void throwIfLate(long beganNs, int wanted, int got, List<String> missing) {
        if (timeout != null && System.nanoTime() - beganNs > timeout.toNanos()) {
            throw WaitTimeout.ofPeers(words(wanted), got, missing, timeout);
        }
    }

    /** Waiting for copies of what is not served any more would not end. */
    private static void throwIfOver(List<? extends SwarmImage> images) {
        for (SwarmImage image : images) {
            image.status().failure().ifPresent(problem -> {
                throw problem;
            });
            if (image.hasLeft()) {
                throw new UsageProblem(image.name() + " has left the node while it was waited for", null);
            }
        }
    }

    private int got(SwarmCount count) {
        return (peers != null ? count.connected() : count.complete()).size();
    }

    private String words(int wanted) {
        return wanted
                + (peers != null ? wanted == 1 ? " peer" : " peers" : wanted == 1 ? " full copy" : " full copies");
    }

    private void say(int wanted, int got, Duration taken) {
        session()
                .console()
                .result(Event.of(
                                EventKind.WAITED,
                                "wait",
                                (peers != null ? got + " connected" : got + " complete") + " after "
                                        + TimeSpan.print(taken))
                        .with("wanted", wanted)
                        .with("got", got)
                        .with("seconds", taken.toMillis() / 1000.0));
    }
}
