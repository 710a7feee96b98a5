package ezio.bench.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Who has announced itself; each announce is answered with some of them at random. */
final class SimTracker {

    // What BtFramework asks for, and the most that the tracker gives.
    private static final int PEERS = 200;

    private final Set<Machine> machines = new LinkedHashSet<>();
    private final Random random;

    SimTracker(Random random) {
        this.random = random;
    }

    /** Notes the machine, and returns others that it may need. */
    List<Machine> announce(Machine from) {
        machines.add(from);
        List<Machine> others = new ArrayList<>(machines);
        others.removeIf(other -> other == from || other.isComplete() && from.isComplete());
        Collections.shuffle(others, random);
        return others.subList(0, Math.min(PEERS, others.size()));
    }
}
