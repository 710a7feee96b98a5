package ezio.recipe.run;

import ezio.core.progress.Progress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened in a run.
 *
 * @param step the number of the step, "3.1"; "run" where it concerns the run
 * @param text one line for people
 * @param fields strings, numbers (bytes and seconds), booleans, lists and maps of these
 * @param progress of work that has an end
 */
public record RunEvent(Kind kind, String step, String text, Map<String, Object> fields, Optional<Progress> progress) {

    /** What happened. */
    public enum Kind {
        /** The run begins. */
        RUN_STARTED,
        /** A step begins. */
        STEP_STARTED,
        /** How far a step is; the text says what is measured. */
        STEP_PROGRESS,
        /** A step is done. */
        STEP_DONE,
        /** A step was done by an earlier run, and nothing has changed since. */
        STEP_SKIPPED,
        /** The time of a step was over, and the run carries on. */
        STEP_TIMED_OUT,
        /** A step failed; the problem is told at the end of the run. */
        STEP_FAILED,
        /** A step was stopped, because another one failed or the run was stopped. */
        STEP_CANCELLED,
        /** Something the user should know. */
        STEP_NOTE,
        /** What the recipe says to its user. */
        MESSAGE,
        /** What the recipe wants to be done after a failure begins. */
        ON_FAILURE;

        /** Returns the name for machines: "step-started". */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public RunEvent {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    static RunEvent of(Kind kind, String step, String text) {
        return new RunEvent(kind, step, text, Map.of(), Optional.empty());
    }

    RunEvent with(Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.putAll(more);
        return new RunEvent(kind, step, text, all, progress);
    }
}
