package ezio.verb;

import ezio.core.problem.Problem;
import ezio.core.progress.CancelToken;
import ezio.core.swarm.StopRule;
import ezio.core.swarm.Transfer;
import ezio.core.swarm.TransferStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Watches transfers until they end: by their rule, by a problem, by a time limit, or because they are cancelled.
 *
 * <p>After a problem with one image the others go on.
 *
 * @param rule when a complete image leaves the swarm
 * @param limit for everything to be complete; empty for no limit
 * @param endsAfterProblem whether, after a problem, nothing is served any more once the other images are complete: who
 *     restores waits for the end, and is to learn of it
 * @param stopPatience how long a transfer may take to say goodbye
 */
public record TransferRun(
        List<Transfer> transfers,
        StopRule rule,
        Optional<Duration> limit,
        boolean endsAfterProblem,
        Duration stopPatience) {

    private static final long TICK_MS = 200;

    /** One transfer, as it is watched. */
    private static final class Watched {
        private final Transfer transfer;
        private long completeSinceNs;
        private boolean isComplete;
        private boolean isOver;

        Watched(Transfer transfer) {
            this.transfer = transfer;
        }
    }

    private Problem timeout(List<Watched> all) {
        List<Transfer> late = all.stream()
                .filter(each -> !each.isOver && !each.isComplete)
                .map(each -> each.transfer)
                .toList();
        if (late.stream().allMatch(transfer -> transfer.accounts().isEmpty())) {
            return new NobodyReached(
                    limit.get(),
                    late.stream()
                            .flatMap(transfer -> transfer.status().note().stream())
                            .distinct()
                            .toList());
        }
        return new TransferTimeout(limit.get(), incomplete(all));
    }

    /**
     * Blocks until every transfer has ended; all are stopped when this returns or throws.
     *
     * @return the first problem that ended a transfer; empty if none did
     * @throws TransferTimeout if the limit passed
     * @throws NobodyReached if it passed and nobody was ever connected
     */
    public Optional<Problem> await(TransferListener listener, CancelToken cancel) {
        List<Watched> all = transfers.stream().map(Watched::new).toList();
        List<Problem> problems = new ArrayList<>();
        CountDownLatch cancelled = new CountDownLatch(1);
        cancel.onCancel(cancelled::countDown);
        long beganNs = System.nanoTime();
        try {
            do {
                for (Watched each : all) {
                    look(each, listener, problems);
                }
                boolean loading = all.stream().anyMatch(each -> !each.isOver && !each.isComplete);
                if (!loading && endsAfterProblem && !problems.isEmpty()) {
                    break;
                }
                if (loading
                        && limit.filter(most -> System.nanoTime() - beganNs > most.toNanos())
                                .isPresent()) {
                    throw timeout(all);
                }
            } while (all.stream().anyMatch(each -> !each.isOver) && !cancelled.await(TICK_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopAll(all, listener);
        }
        return problems.stream().findFirst();
    }

    private void look(Watched each, TransferListener listener, List<Problem> problems) {
        if (each.isOver) {
            return;
        }
        TransferStatus status = each.transfer.status();
        listener.status(each.transfer, status);
        if (status.state() == TransferStatus.State.FAILED) {
            each.isOver = true;
            // Its own words where it has them; a transfer that fails without is our mistake.
            Problem problem = status.failure().orElseThrow();
            problems.add(problem);
            listener.failed(each.transfer, problem);
            each.transfer.stop(Duration.ZERO);
            return;
        }
        if (status.isComplete()) {
            if (!each.isComplete) {
                each.isComplete = true;
                each.completeSinceNs = System.nanoTime();
                listener.completed(each.transfer, status);
            }
            rule.reason(status, Duration.ofNanos(System.nanoTime() - each.completeSinceNs))
                    .ifPresent(reason -> stop(each, reason, listener));
        }
    }

    private void stop(Watched each, String reason, TransferListener listener) {
        each.isOver = true;
        TransferStatus last = each.transfer.status();
        each.transfer.stop(stopPatience);
        if (each.isComplete) {
            listener.stopped(each.transfer, last, reason);
        }
    }

    private void stopAll(List<Watched> all, TransferListener listener) {
        // At the same time: each may wait for a tracker that does not answer.
        List<Thread> stopping = new ArrayList<>();
        for (Watched each : all) {
            if (!each.isOver) {
                Thread thread = new Thread(() -> each.transfer.stop(stopPatience), "ezio-stop");
                thread.start();
                stopping.add(thread);
            }
        }
        for (Thread thread : stopping) {
            joinFully(thread);
        }
        for (Watched each : all) {
            if (!each.isOver && each.isComplete) {
                listener.stopped(each.transfer, each.transfer.status(), "asked to");
            }
            each.isOver = true;
        }
    }

    private static void joinFully(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> incomplete(List<Watched> all) {
        return all.stream()
                .filter(each -> !each.isComplete && !each.isOver)
                .map(each -> String.format(
                        Locale.ROOT, "%s (%d %%)", each.transfer.torrent().name(), (int)
                                (each.transfer.status().fraction() * 100)))
                .toList();
    }
}
