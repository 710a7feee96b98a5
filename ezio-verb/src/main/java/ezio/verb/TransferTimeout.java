package ezio.verb;

import ezio.core.problem.Problem;
import ezio.core.unit.TimeSpan;
import java.time.Duration;
import java.util.List;

/** Images were not complete when the time was up. */
public final class TransferTimeout extends Problem {

    private static final long serialVersionUID = 1;

    public TransferTimeout(Duration limit, List<String> incomplete) {
        super(
                Kind.TIMEOUT,
                "waited " + TimeSpan.printRounded(limit) + "; not complete: " + String.join(", ", incomplete),
                "what is there is right: run it again to fetch the rest");
    }
}
