package ezio.recipe.run;

import ezio.core.problem.Problem;
import ezio.core.progress.CancelToken;
import ezio.core.progress.Progress;
import ezio.core.progress.ProgressListener;
import ezio.recipe.plan.Step;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A step while it runs: how it is asked to stop, how it tells of itself, and what becomes of it. Thread-safe. */
public final class StepWork {

    private final NumberedStep numbered;
    private final CancelToken cancel;
    private final RunListener listener;
    private final Map<String, Object> facts = Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile Evidence evidence;
    private volatile Function<Duration, Problem> onTimeout;

    StepWork(NumberedStep numbered, CancelToken cancel, RunListener listener) {
        this.numbered = numbered;
        this.cancel = cancel;
        this.listener = listener;
        this.onTimeout = most -> new StepTimeout(numbered.step(), most);
    }

    /** Returns what is cancelled when the step is to stop, for whatever reason. */
    public CancelToken cancel() {
        return cancel;
    }

    /** Returns a listener for work that is called {@code label}. */
    public ProgressListener progress(String label) {
        return progress -> progressed(label, progress, Map.of());
    }

    /** Tells how far the step is. */
    public void progressed(String label, Progress progress, Map<String, Object> fields) {
        listener.happened(
                new RunEvent(RunEvent.Kind.STEP_PROGRESS, numbered.number(), label, fields, Optional.of(progress)));
    }

    /** Tells how a step stands whose end is not known. */
    void waiting(String words, Map<String, Object> fields) {
        listener.happened(
                new RunEvent(RunEvent.Kind.STEP_PROGRESS, numbered.number(), words, fields, Optional.empty()));
    }

    /** Tells the user something. */
    public void note(String text) {
        listener.happened(RunEvent.of(RunEvent.Kind.STEP_NOTE, numbered.number(), text));
    }

    /** Puts something into the report: a string, a number of bytes or seconds, a boolean, a list or map of these. */
    public void fact(String name, Object value) {
        facts.put(name, value);
    }

    /** Says what will show later that the step was done. */
    public void proved(Evidence shown) {
        evidence = shown;
    }

    /** Sets what is said when the time is over. */
    void onTimeoutSay(Function<Duration, Problem> problem) {
        onTimeout = problem;
    }

    Problem timeout(Duration most) {
        return onTimeout.apply(most);
    }

    NumberedStep numbered() {
        return numbered;
    }

    Step step() {
        return numbered.step();
    }

    Map<String, Object> facts() {
        synchronized (facts) {
            return new LinkedHashMap<>(facts);
        }
    }

    Optional<Evidence> evidence() {
        return Optional.ofNullable(evidence);
    }
}
