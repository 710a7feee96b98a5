package ezio.recipe.run;

import ezio.core.progress.CancelToken;
import ezio.recipe.plan.FailurePlan;
import ezio.recipe.plan.Plan;
import ezio.recipe.plan.TogetherStep;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/** Runs a plan: its steps in order, those inside {@code together} at the same time. For one run. */
public final class PlanRunner {

    private final Plan plan;
    private final Nodes nodes;
    private final RunListener listener;
    private final Consumer<RunReport> reports;
    private final RunRecord record;
    private final CommandRun commands;

    private final Offers offers = new Offers();
    private final List<StepReport> ended = new ArrayList<>();
    private final Instant began = Instant.now();
    private final long beganNs = System.nanoTime();

    /**
     * @param reports gets the report after each step and at the end, one at a time
     * @param record what an earlier run has done, and what this one does
     * @param workingDirectory of programs that the recipe runs
     */
    public PlanRunner(
            Plan plan,
            Nodes nodes,
            RunListener listener,
            Consumer<RunReport> reports,
            RunRecord record,
            Path workingDirectory) {
        this.plan = plan;
        this.nodes = nodes;
        this.listener = listener;
        this.reports = reports;
        this.record = record;
        this.commands = new CommandRun(workingDirectory);
    }

    /**
     * Blocks until the run has ended and everything is synced and closed. Never throws: what went wrong is in the report.
     */
    public RunReport run(CancelToken cancel) {
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, "ezio-step");
            thread.setDaemon(true);
            return thread;
        };
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(daemons);
        ExecutorService threads = Executors.newCachedThreadPool(daemons);
        listener.happened(RunEvent.of(RunEvent.Kind.RUN_STARTED, "run", "running " + plan.name())
                .with(Map.of("plan", plan.name(), "recipe", plan.file().toString(), "parameters", plan.parameters())));
        Optional<Throwable> failure;
        try {
            report(RunReport.Outcome.RUNNING, Optional.empty());
            StepRunner steps = new StepRunner(plan, nodes, offers, record, commands, listener, clock);
            failure = runAll(NumberedStep.of(plan.steps()), cancel, steps, threads)
                    .or(this::failedOffer);
            if (failure.isPresent() && !cancel.isCancelled()) {
                afterFailure(steps, cancel, failure.get());
            }
        } finally {
            clock.shutdownNow();
            threads.shutdownNow();
            // Restores that are under way are synced here, and their journals written.
            nodes.close();
        }
        RunReport.Outcome outcome = cancel.isCancelled()
                ? RunReport.Outcome.STOPPED
                : failure.isPresent() ? RunReport.Outcome.FAILED : RunReport.Outcome.DONE;
        if (outcome == RunReport.Outcome.DONE) {
            record.forget();
        }
        return report(outcome, failure);
    }

    private Optional<Throwable> failedOffer() {
        try {
            offers.throwIfFailed();
            return Optional.empty();
        } catch (RuntimeException problem) {
            return Optional.of(problem);
        }
    }

    /** Returns what ended the steps early. */
    private Optional<Throwable> runAll(
            List<NumberedStep> numbered, CancelToken cancel, StepRunner steps, ExecutorService threads) {
        for (NumberedStep next : numbered) {
            if (cancel.isCancelled()) {
                return Optional.empty();
            }
            Optional<Throwable> failure = next.step() instanceof TogetherStep
                    ? runTogether(next, cancel, steps, threads)
                    : runOne(next, cancel, steps);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private Optional<Throwable> runOne(NumberedStep numbered, CancelToken cancel, StepRunner steps) {
        StepReport report = steps.run(numbered, cancel);
        record.ended(numbered, report);
        synchronized (ended) {
            ended.add(report);
            report(RunReport.Outcome.RUNNING, Optional.empty());
        }
        return report.state() == StepReport.State.FAILED ? report.failure() : Optional.empty();
    }

    private Optional<Throwable> runTogether(
            NumberedStep together, CancelToken cancel, StepRunner steps, ExecutorService threads) {
        CancelToken group = cancel.child();
        List<Throwable> failures = new ArrayList<>();
        List<Future<?>> running = new ArrayList<>();
        for (NumberedStep inner : together.inner()) {
            running.add(threads.submit(
                    () -> runAll(List.of(inner), group, steps, threads).ifPresent(failure -> {
                        synchronized (failures) {
                            failures.add(failure);
                        }
                        group.cancel();
                    })));
        }
        running.forEach(PlanRunner::await);
        synchronized (failures) {
            return failures.stream().findFirst();
        }
    }

    private static void await(Future<?> step) {
        boolean wasInterrupted = false;
        while (true) {
            try {
                step.get();
                break;
            } catch (InterruptedException e) {
                wasInterrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void afterFailure(StepRunner steps, CancelToken cancel, Throwable failure) {
        Optional<FailurePlan> then = plan.onFailure();
        if (then.isEmpty()) {
            return;
        }
        listener.happened(
                RunEvent.of(RunEvent.Kind.ON_FAILURE, "run", "on failure: " + ezio.core.problem.Problem.reason(failure))
                        .with(Map.of("reason", ezio.core.problem.Problem.reason(failure))));
        for (NumberedStep next : NumberedStep.of("failure.", then.get().steps())) {
            if (!cancel.isCancelled()) {
                // What fails here is told, and neither keeps the rest from being done nor changes how the run ends.
                var unused = runOne(next, cancel, steps);
            }
        }
    }

    private RunReport report(RunReport.Outcome outcome, Optional<Throwable> failure) {
        List<StepReport> steps;
        synchronized (ended) {
            steps = List.copyOf(ended);
        }
        List<RunReport.ImageReport> images = offers.ever().stream()
                .map(placed -> new RunReport.ImageReport(
                        placed.image().name(),
                        placed.node(),
                        placed.offer().infoHash().hex(),
                        placed.offer().path().toString(),
                        placed.offer().totalBytes(),
                        placed.offer().status()))
                .toList();
        RunReport report = new RunReport(
                plan,
                began,
                Duration.ofNanos(System.nanoTime() - beganNs),
                outcome,
                steps,
                images,
                failure.stream().toList());
        reports.accept(report);
        return report;
    }
}
