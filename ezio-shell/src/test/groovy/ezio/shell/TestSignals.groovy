package ezio.shell

import ezio.shell.env.ExitCode
import ezio.shell.env.Signals
import ezio.shell.env.StopSignal
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.function.Consumer

/** Signals that a test sends. */
class TestSignals implements Signals {

    private final CountDownLatch listening = new CountDownLatch(1)
    private volatile Consumer<StopSignal> listener
    volatile ExitCode endedAtOnce

    @Override
    void listen(Consumer<StopSignal> listener) {
        this.listener = listener
        listening.countDown()
    }

    @Override
    void endAtOnce(ExitCode exitCode) {
        endedAtOnce = exitCode
    }

    void send(StopSignal signal) {
        assert listening.await(20, TimeUnit.SECONDS)
        listener.accept(signal)
    }
}
