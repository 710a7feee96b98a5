package ezio.verb.live;

import ezio.core.problem.Problem;
import ezio.core.progress.CancelToken;
import ezio.core.swarm.StopRule;
import ezio.core.swarm.TransferStatus;
import ezio.verb.NobodyReached;
import ezio.verb.TransferTimeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Watches images until they end: by their rule, by a problem, by a time limit, or because they are cancelled.
 *
 * <p>After a problem with one image the others go on.
 *
 * @param rule when a complete image leaves the swarm
 * @param limit for everything to be complete; empty for no limit
 * @param endsAfterProblem whether, after a problem, nothing is served any more once the other images are complete: who
 *     restores waits for the end, and is to learn of it
 */
public record TransferRun(
        List<? extends SwarmImage> images, StopRule rule, Optional<Duration> limit, boolean endsAfterProblem) {

    private static final long TICK_MS = 200;

    /** One of them, as it is watched. */
    private static final class Watched {
        private final SwarmImage image;
        private long completeSinceNs;
        private boolean isComplete;
        private volatile Problem couldNotStop;
        private boolean isOver;

        Watched(SwarmImage image) {
            this.image = image;
        }
    }

    private Problem timeout(List<Watched> all) {
        List<SwarmImage> late = all.stream()
                .filter(each -> !each.isOver && !each.isComplete)
                .map(each -> each.image)
                .toList();
        if (late.stream().allMatch(image -> image.accounts().isEmpty())) {
            return new NobodyReached(
                    limit.get(),
                    late.stream()
                            .flatMap(image -> image.status().note().stream())
                            .distinct()
                            .toList());
        }
        return new TransferTimeout(limit.get(), incomplete(all));
    }

    /**
     * Blocks until every image has ended; all are stopped when this returns or throws.
     *
     * @return the first problem that ended one, or kept one from being stopped; empty if none did
     * @throws TransferTimeout if the limit passed
     * @throws NobodyReached if it passed and nobody was ever connected
     */
    public Optional<Problem> await(TransferListener listener, CancelToken cancel) {
        List<Watched> all = images.stream().map(Watched::new).toList();
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
            stopAll(all, listener, problems);
        }
        return problems.stream().findFirst();
    }

    private void look(Watched each, TransferListener listener, List<Problem> problems) {
        if (each.isOver) {
            return;
        }
        TransferStatus status = each.image.status();
        listener.status(each.image, status);
        if (status.state() == TransferStatus.State.FAILED) {
            each.isOver = true;
            // Its own words where it has them; an image that fails without is our mistake.
            Problem problem = status.failure().orElseThrow();
            problems.add(problem);
            listener.failed(each.image, problem);
            stopQuietly(each);
            return;
        }
        if (status.isComplete()) {
            if (!each.isComplete) {
                each.isComplete = true;
                each.completeSinceNs = System.nanoTime();
                listener.completed(each.image, status);
            }
            rule.reason(status, Duration.ofNanos(System.nanoTime() - each.completeSinceNs))
                    .ifPresent(reason -> stop(each, reason, listener));
        }
    }

    private void stop(Watched each, String reason, TransferListener listener) {
        each.isOver = true;
        TransferStatus last = each.image.status();
        each.image.stop(reason);
        if (each.isComplete) {
            listener.stopped(each.image, last, reason);
        }
    }

    private static void stopAll(List<Watched> all, TransferListener listener, List<Problem> problems) {
        // At the same time: each may wait for a tracker that does not answer.
        List<Thread> stopping = new ArrayList<>();
        for (Watched each : all) {
            if (!each.isOver) {
                Thread thread = new Thread(() -> each.couldNotStop = stop(each.image), "ezio-stop");
                thread.start();
                stopping.add(thread);
            }
        }
        for (Thread thread : stopping) {
            joinFully(thread);
        }
        for (Watched each : all) {
            if (each.couldNotStop != null) {
                problems.add(each.couldNotStop);
                listener.failed(each.image, each.couldNotStop);
            } else if (!each.isOver && each.isComplete) {
                listener.stopped(each.image, each.image.status(), "asked to");
            }
            each.isOver = true;
        }
    }

    /** Stops an image; returns why that cannot be done, or null. */
    private static Problem stop(SwarmImage image) {
        try {
            image.stop("asked to");
            return null;
        } catch (Problem e) {
            return e;
        }
    }

    // That it failed is told already, and a node that does not answer fails again here.
    private static void stopQuietly(Watched each) {
        var unused = stop(each.image);
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
                .map(each -> String.format(Locale.ROOT, "%s (%d %%)", each.image.name(), (int)
                        (each.image.status().fraction() * 100)))
                .toList();
    }
}
