package ezio.shell.env;

import java.util.function.Consumer;

/** Where {@link StopSignal}s come from. */
public interface Signals {

    /**
     * Gives every signal from now on to {@code listener}, on a thread of its own. One listener at a time: a later call
     * replaces it.
     */
    void listen(Consumer<StopSignal> listener);

    /** Ends the process at once, with nothing tidied up. */
    void endAtOnce(ExitCode exitCode);
}
