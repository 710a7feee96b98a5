package ezio.shell.command;

import ezio.core.problem.Problem;
import ezio.core.unit.TimeSpan;
import java.time.Duration;
import java.util.List;

/** The time was over before what {@code wait} waited for. */
final class WaitTimeout extends Problem {

    private static final long serialVersionUID = 1;

    private WaitTimeout(String message) {
        super(Kind.TIMEOUT, message);
    }

    /**
     * @param wanted "24 full copies"
     * @param missing those that lack most: "10.0.0.44:6891 (64 %)"
     */
    static WaitTimeout ofPeers(String wanted, int got, List<String> missing, Duration most) {
        return new WaitTimeout("waited " + TimeSpan.printLimit(most) + " for " + wanted + ", got " + got
                + (missing.isEmpty() ? "" : "; missing longest: " + String.join(", ", missing)));
    }

    static WaitTimeout ofJob(String label, Duration most) {
        return new WaitTimeout("waited " + TimeSpan.printLimit(most) + " for job " + label + ", which goes on");
    }
}
