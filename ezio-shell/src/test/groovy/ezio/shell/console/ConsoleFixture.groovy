package ezio.shell.console

import ezio.core.problem.Problem
import ezio.core.unit.Rate
import java.time.Duration

/** What the specs of the consoles have in common: streams, a clock, a problem. */
trait ConsoleFixture {

    ByteArrayOutputStream outBytes = new ByteArrayOutputStream()
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream()
    long nowNs = 0

    PrintStream stream(ByteArrayOutputStream bytes) {
        new PrintStream(bytes, true, 'UTF-8')
    }

    String getOut() {
        outBytes.toString('UTF-8')
    }

    String getErr() {
        errBytes.toString('UTF-8')
    }

    static class Trouble extends Problem {
        Trouble(String message, String remedy) {
            super(Problem.Kind.DEVICE, message, remedy)
        }
    }

    static ProgressLine line(String label, long done, long total = 1000, String trailer = '') {
        new ProgressLine(label, 'hash', label, done << 20, total << 20, new Rate(100 << 20),
                Optional.of(Duration.ofSeconds(47)), trailer, [:])
    }
}
