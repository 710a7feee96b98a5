package ezio.recipe.plan;

import ezio.core.unit.TimeSpan;
import java.time.Duration;

/**
 * How long a step may take, and what happens then.
 *
 * @param most above zero
 */
public record TimeLimit(Duration most, OnTimeout onTimeout) {

    /** For what reads or writes a whole image: 12 hours are 2 TB at the 50 MB/s of a slow disk. */
    public static final TimeLimit IMAGE = ofHours(12);

    /** For machines to be switched on and to connect. */
    public static final TimeLimit PEERS = ofHours(1);

    /** For every machine to fetch everything. */
    public static final TimeLimit COPIES = ofHours(12);

    /** For a command of the recipe's. */
    public static final TimeLimit COMMAND = of(Duration.ofMinutes(10));

    public TimeLimit {
        if (most.isNegative() || most.isZero()) {
            throw new IllegalArgumentException("a time limit must be above zero");
        }
    }

    /** Returns a limit after which the run fails. */
    public static TimeLimit of(Duration most) {
        return new TimeLimit(most, OnTimeout.FAIL);
    }

    private static TimeLimit ofHours(int hours) {
        return of(Duration.ofHours(hours));
    }

    public TimeLimit withMost(Duration newMost) {
        return new TimeLimit(newMost, onTimeout);
    }

    public TimeLimit with(OnTimeout newOnTimeout) {
        return new TimeLimit(most, newOnTimeout);
    }

    public boolean isCarryingOn() {
        return onTimeout == OnTimeout.CARRY_ON;
    }

    /** Returns "at most 10 min, then carry on". */
    public String words() {
        return "at most " + TimeSpan.printLimit(most) + (isCarryingOn() ? ", then carry on" : "");
    }
}
