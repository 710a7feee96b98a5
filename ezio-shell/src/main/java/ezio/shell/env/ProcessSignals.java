package ezio.shell.env;

import java.util.function.Consumer;

/** The signals of this process. */
final class ProcessSignals implements Signals {

    @Override
    public void listen(Consumer<StopSignal> listener) {
        for (StopSignal signal : StopSignal.values()) {
            org.jline.utils.Signals.register(signal.name(), () -> listener.accept(signal));
        }
    }

    @Override
    public void endAtOnce(ExitCode exitCode) {
        // Not exit(): that waits for hooks, and the user has asked twice.
        Runtime.getRuntime().halt(exitCode.code());
    }
}
