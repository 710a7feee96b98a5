package ezio.recipe.run;

import ezio.core.problem.Problem;
import ezio.core.progress.CancelToken;
import ezio.core.unit.TimeSpan;
import ezio.recipe.plan.CaptureStep;
import ezio.recipe.plan.CreateTorrentStep;
import ezio.recipe.plan.KeepSeedingStep;
import ezio.recipe.plan.MessageStep;
import ezio.recipe.plan.Plan;
import ezio.recipe.plan.PlannedImage;
import ezio.recipe.plan.RestoreStep;
import ezio.recipe.plan.RunStep;
import ezio.recipe.plan.SeedStep;
import ezio.recipe.plan.Step;
import ezio.recipe.plan.StopSeedingStep;
import ezio.recipe.plan.TimeLimit;
import ezio.recipe.plan.VerifyStep;
import ezio.recipe.plan.WaitForCopiesStep;
import ezio.recipe.plan.WaitForPeersStep;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one step that is not made of others, within its time. */
final class StepRunner {

    private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);

    private final Plan plan;
    private final Nodes nodes;
    private final Offers offers;
    private final Waiting waiting;
    private final RunRecord record;
    private final CommandRun commands;
    private final RunListener listener;
    private final ScheduledExecutorService clock;

    StepRunner(
            Plan plan,
            Nodes nodes,
            Offers offers,
            RunRecord record,
            CommandRun commands,
            RunListener listener,
            ScheduledExecutorService clock) {
        this.plan = plan;
        this.nodes = nodes;
        this.offers = offers;
        this.waiting = new Waiting(offers, record);
        this.record = record;
        this.commands = commands;
        this.listener = listener;
        this.clock = clock;
    }

    /** Blocks until the step has ended, however it does; never throws. */
    StepReport run(NumberedStep numbered, CancelToken cancel) {
        Instant began = Instant.now();
        long beganNs = System.nanoTime();
        CancelToken own = cancel.child();
        StepWork work = new StepWork(numbered, own, listener);
        tell(RunEvent.Kind.STEP_STARTED, work, numbered.step().words(), Map.of());
        AtomicBoolean isOver = new AtomicBoolean();
        Optional<ScheduledFuture<?>> alarm = numbered.step()
                .limit()
                .map(limit -> clock.schedule(
                        () -> {
                            isOver.set(true);
                            own.cancel();
                        },
                        limit.most().toMillis(),
                        TimeUnit.MILLISECONDS));
        StepReport.State state;
        Optional<Throwable> failure = Optional.empty();
        try {
            cancel.throwIfCancelled();
            state = work(numbered.step(), work) ? StepReport.State.DONE : StepReport.State.SKIPPED;
        } catch (CancellationException e) {
            if (isOver.get() && !cancel.isCancelled()) {
                TimeLimit limit = numbered.step().limit().orElseThrow();
                failure = Optional.of(work.timeout(limit.most()));
                state = limit.isCarryingOn() ? StepReport.State.TIMED_OUT : StepReport.State.FAILED;
            } else {
                state = StepReport.State.CANCELLED;
            }
        } catch (RuntimeException | Error e) {
            LOG.debug("step {}", numbered.number(), e);
            failure = Optional.of(e);
            state = StepReport.State.FAILED;
        } finally {
            alarm.ifPresent(future -> future.cancel(false));
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - beganNs);
        StepReport report = new StepReport(
                numbered.number(), numbered.step(), state, began, taken, work.facts(), work.evidence(), failure);
        tellEnd(work, report);
        return report;
    }

    private void tellEnd(StepWork work, StepReport report) {
        Map<String, Object> fields = new HashMap<>(report.facts());
        fields.put("seconds", report.taken().toMillis() / 1000.0);
        report.failure().ifPresent(failure -> fields.put("reason", Problem.reason(failure)));
        String words = report.step().words();
        String reason = report.failure().map(Problem::reason).orElse("");
        switch (report.state()) {
            case DONE ->
                tell(RunEvent.Kind.STEP_DONE, work, "done: " + words + ", " + TimeSpan.print(report.taken()), fields);
            case SKIPPED -> tell(RunEvent.Kind.STEP_SKIPPED, work, "done before: " + words, fields);
            case TIMED_OUT -> tell(RunEvent.Kind.STEP_TIMED_OUT, work, reason + "; carrying on", fields);
            case FAILED -> tell(RunEvent.Kind.STEP_FAILED, work, "failed: " + words, fields);
            case CANCELLED -> tell(RunEvent.Kind.STEP_CANCELLED, work, "stopped: " + words, fields);
        }
    }

    private void tell(RunEvent.Kind kind, StepWork work, String text, Map<String, Object> fields) {
        Step step = work.step();
        if (step instanceof MessageStep) {
            // What it says is all there is to say.
            return;
        }
        Map<String, Object> all = new HashMap<>(fields);
        all.put("word", step.word());
        all.put("line", step.place().line());
        step.on().ifPresent(node -> all.put("node", node));
        step.image().ifPresent(image -> all.put("image", image));
        listener.happened(RunEvent.of(kind, work.numbered().number(), text).with(all));
    }

    /** Returns false if it was done before. */
    private boolean work(Step step, StepWork work) {
        if (step instanceof SeedStep seed) {
            PlannedImage image = image(seed);
            Offer offer = nodes.of(seed.on()).seed(seed, image, work);
            offers.add(seed.on(), image, offer);
            work.fact("totalBytes", offer.totalBytes());
        } else if (step instanceof RestoreStep restore) {
            return restore(restore, image(restore), work);
        } else if (step instanceof CaptureStep capture) {
            return unlessDone(capture, work, () -> nodes.of(capture.on()).capture(capture, image(capture), work));
        } else if (step instanceof CreateTorrentStep create) {
            return unlessDone(create, work, () -> nodes.of(create.on()).createTorrent(create, image(create), work));
        } else if (step instanceof VerifyStep verify) {
            return unlessDone(verify, work, () -> nodes.of(verify.on()).verify(verify, image(verify), work));
        } else if (step instanceof WaitForPeersStep wait) {
            waiting.forPeers(wait, work);
        } else if (step instanceof WaitForCopiesStep wait) {
            waiting.forCopies(wait, work);
        } else if (step instanceof KeepSeedingStep keep) {
            waiting.keepSeeding(keep, work);
        } else if (step instanceof StopSeedingStep stop) {
            offers.throwIfFailed();
            offers.stop(stop.on(), stop.image());
        } else if (step instanceof RunStep command) {
            commands.run(command, work);
        } else if (step instanceof MessageStep message) {
            listener.happened(RunEvent.of(RunEvent.Kind.MESSAGE, work.numbered().number(), message.text()));
        } else {
            throw new IllegalStateException("no step to run: " + step.word());
        }
        return true;
    }

    private PlannedImage image(Step step) {
        return plan.image(step.image().orElseThrow(), step.on()).orElseThrow();
    }

    private boolean restore(RestoreStep step, PlannedImage image, StepWork work) {
        RecipeNode node = nodes.of(step.on());
        Optional<Evidence> known = record.evidence(work.numbered());
        Optional<Offer> again = known.flatMap(evidence -> node.offerAgain(step, image, evidence, work));
        if (again.isPresent()) {
            offers.add(step.on(), image, again.get());
            work.proved(known.get());
            return false;
        }
        Offer offer = node.restore(step, image, work);
        offers.add(step.on(), image, offer);
        offer.resumption().ifPresent(how -> work.note(image.name() + ": " + how.recipeWords()));
        boolean isComplete = false;
        try {
            waiting.forImage(offer, work);
            isComplete = true;
        } finally {
            if (!isComplete) {
                offers.abandon(offer);
            }
        }
        work.proved(new Evidence(offer.infoHash(), offer.path()));
        return true;
    }

    private boolean unlessDone(Step step, StepWork work, Runnable action) {
        Optional<Evidence> known = record.evidence(work.numbered())
                .filter(evidence -> nodes.of(step.on()).isStillSo(image(step), evidence));
        if (known.isPresent()) {
            work.proved(known.get());
            return false;
        }
        action.run();
        return true;
    }
}
