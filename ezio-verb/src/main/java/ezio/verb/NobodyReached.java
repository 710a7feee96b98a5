package ezio.verb;

import ezio.core.problem.Problem;
import ezio.core.unit.TimeSpan;
import java.time.Duration;
import java.util.List;

/** Nobody was found to fetch anything from before the time was up. */
public final class NobodyReached extends Problem {

    private static final long serialVersionUID = 1;

    /**
     * @param limit how long somebody was looked for
     * @param reasons why nobody was found, as far as known
     */
    public NobodyReached(Duration limit, List<String> reasons) {
        super(
                Kind.NETWORK,
                "waited " + TimeSpan.printRounded(limit) + " and met no peer"
                        + (reasons.isEmpty() ? "" : ": " + String.join("; ", reasons)),
                "start the seeder, or say with --peer HOST:PORT where it is");
    }
}
