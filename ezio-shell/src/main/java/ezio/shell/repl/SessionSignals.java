package ezio.shell.repl;

import ezio.shell.env.ExitCode;
import ezio.shell.env.Signals;
import ezio.shell.env.StopSignal;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Signals of a session: for the command in the foreground, and between two commands for the session itself. */
final class SessionSignals implements Signals {

    private final Signals process;
    private final AtomicReference<Consumer<StopSignal>> command = new AtomicReference<>();
    private volatile Consumer<StopSignal> session = signal -> {};
    private volatile Runnable farewell = () -> {};

    SessionSignals(Signals process) {
        this.process = process;
    }

    /** Listens to the process from now on; {@code listener} gets what comes while no command runs. */
    void begin(Consumer<StopSignal> listener) {
        session = listener;
        process.listen(this::accept);
    }

    /** Has {@code work} done before the process ends at once; it returns soon, whatever holds it up. */
    void beforeEnd(Runnable work) {
        farewell = work;
    }

    /** Hands a signal to whom it is for. */
    void accept(StopSignal signal) {
        Consumer<StopSignal> listener = command.get();
        (listener == null ? session : listener).accept(signal);
    }

    /** Ends the time of the command that has listened. */
    void commandEnded() {
        command.set(null);
    }

    @Override
    public void listen(Consumer<StopSignal> listener) {
        command.set(listener);
    }

    @Override
    public void endAtOnce(ExitCode exitCode) {
        farewell.run();
        process.endAtOnce(exitCode);
    }
}
