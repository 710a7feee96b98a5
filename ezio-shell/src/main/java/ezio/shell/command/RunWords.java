package ezio.shell.command;

import ezio.core.progress.Progress;
import ezio.recipe.run.RunEvent;
import ezio.recipe.run.RunListener;
import ezio.shell.console.Console;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.console.ProgressLine;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows how a run of a recipe goes; the step of each event is the step's number in the plan. */
final class RunWords implements RunListener {

    private final Console console;

    RunWords(Console console) {
        this.console = console;
    }

    @Override
    public void happened(RunEvent event) {
        switch (event.kind()) {
            case STEP_PROGRESS -> console.progress(progress(event));
            case STEP_NOTE -> say(event, EventKind.STEP_NOTE, numbered(event));
            case MESSAGE -> say(event, EventKind.MESSAGE, event.text());
            case RUN_STARTED -> say(event, EventKind.RUN_STARTED, event.text());
            case ON_FAILURE -> say(event, EventKind.ON_FAILURE, event.text());
            case STEP_STARTED -> say(event, EventKind.STEP_STARTED, numbered(event));
            case STEP_DONE -> ended(event, EventKind.STEP_DONE);
            case STEP_SKIPPED -> ended(event, EventKind.STEP_SKIPPED);
            case STEP_TIMED_OUT -> ended(event, EventKind.STEP_TIMED_OUT);
            case STEP_FAILED -> ended(event, EventKind.STEP_FAILED);
            case STEP_CANCELLED -> ended(event, EventKind.STEP_CANCELLED);
        }
    }

    private static String numbered(RunEvent event) {
        return event.step().equals("run") ? event.text() : event.step() + ". " + event.text();
    }

    private void ended(RunEvent event, EventKind kind) {
        console.progressEnded(event.step());
        say(event, kind, numbered(event));
    }

    private void say(RunEvent event, EventKind kind, String text) {
        console.say(new Event(kind, event.step(), text, event.fields()));
    }

    private static ProgressLine progress(RunEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>(event.fields());
        String label = event.step() + ".";
        if (event.progress().isEmpty()) {
            return ProgressLine.withoutBar(event.step(), event.step(), label, event.text(), fields);
        }
        Progress progress = event.progress().get();
        Object note = fields.get("note");
        return new ProgressLine(
                event.step(),
                event.step(),
                label + " " + event.text(),
                progress.doneBytes(),
                progress.totalBytes(),
                progress.rate(),
                progress.timeLeft(),
                note == null ? "" : note.toString(),
                fields);
    }
}
