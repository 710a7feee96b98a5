package ezio.shell.command;

import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.shell.console.Console;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.console.ProgressLine;
import ezio.shell.env.Env;
import ezio.shell.env.ExitCode;
import ezio.shell.env.StopSignal;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** One run of one command: what it reads, where it prints, and how it is asked to stop. */
final class Session {

    private final Env env;
    private final Console console;
    private final CancelToken cancel = new CancelToken();
    private final AtomicReference<StopSignal> stopped = new AtomicReference<>();
    private volatile Supplier<String> stopWords = () -> "stopping";

    Session(Env env, Console console) {
        this.env = env;
        this.console = console;
    }

    Env env() {
        return env;
    }

    Console console() {
        return console;
    }

    /** Returns what is cancelled by Ctrl-C and SIGTERM; listens to both from now on. */
    CancelToken cancel() {
        env.signals().listen(this::onSignal);
        return cancel;
    }

    /** Sets what is said the moment a signal arrives: "stopping, 3 transfers under way". */
    void onStopSay(Supplier<String> words) {
        stopWords = words;
    }

    /** Returns what the command ends with if a signal has stopped it, else {@code otherwise}. */
    ExitCode exitCode(ExitCode otherwise) {
        StopSignal signal = stopped.get();
        return signal == null ? otherwise : signal.exitCode();
    }

    boolean isStopped() {
        return stopped.get() != null;
    }

    private void onSignal(StopSignal signal) {
        if (stopped.compareAndSet(null, signal)) {
            console.say(Event.of(EventKind.STOPPING, "end", stopWords.get()));
            cancel.cancel();
        } else {
            console.close();
            env.signals().endAtOnce(signal.exitCode());
        }
    }

    /** Returns a listener that shows progress under a label, in a step. */
    ProgressListener progress(String step, String label) {
        return progress -> console.progress(ProgressLine.of(step, label, progress));
    }

    void note(String step, String text) {
        console.say(Event.of(EventKind.NOTE, step, text));
    }
}
