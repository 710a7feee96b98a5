package ezio.verb;

import ezio.core.problem.Problem;
import ezio.core.unit.TimeSpan;
import java.time.Duration;
import java.util.List;

/** Nobody was found to fetch anything from before the time was up. */
public final class NobodyReached extends Problem {

    private static final long serialVersionUID = 1;

    NobodyReached(Duration limit, List<String> reasons) {
        super(
                Kind.NETWORK,
                "waited " + TimeSpan.printRounded(limit) + " and met no peer: " + String.join("; ", reasons),
                "start the seeder, or say with --peer HOST:PORT where it is");
    }
}
