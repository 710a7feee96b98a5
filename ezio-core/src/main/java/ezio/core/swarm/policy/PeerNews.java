package ezio.core.swarm.policy;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to tell one peer of the others (peer exchange, BEP 11), and when: the first news at once, so that a machine that
 * joins late knows everybody, later ones at most once a minute. Not safe for use by several threads.
 */
public final class PeerNews {

    // The extension's own limits: a message a minute, and 50 of each kind in it.
    private static final long PAUSE_NS = 60_000_000_000L;
    private static final int MOST_IN_A_MESSAGE = 50;
    // The first message may be larger. More than that finds others by itself.
    private static final int MOST_AT_FIRST = 200;

    /** What changed since the peer was told last. */
    public record Change(List<InetSocketAddress> added, List<InetSocketAddress> dropped) {}

    private final Set<InetSocketAddress> told = new LinkedHashSet<>();
    private boolean hasTold;
    private long toldNs;

    /** Returns whether the peer may be told something now. */
    public boolean isDue(long nowNs) {
        return !hasTold || nowNs - toldNs >= PAUSE_NS;
    }

    /**
     * Returns what to tell the peer now, and notes it as told; empty if nothing changed, or not yet.
     *
     * @param others where the others listen that are connected to us, without the peer itself
     */
    public Optional<Change> next(Collection<InetSocketAddress> others, long nowNs) {
        if (!isDue(nowNs)) {
            return Optional.empty();
        }
        Set<InetSocketAddress> present = new LinkedHashSet<>(others);
        List<InetSocketAddress> added = present.stream()
                .filter(address -> !told.contains(address))
                .limit(hasTold ? MOST_IN_A_MESSAGE : MOST_AT_FIRST)
                .toList();
        List<InetSocketAddress> dropped = told.stream()
                .filter(address -> !present.contains(address))
                .limit(MOST_IN_A_MESSAGE)
                .toList();
        if (added.isEmpty() && dropped.isEmpty()) {
            return Optional.empty();
        }
        told.addAll(added);
        dropped.forEach(told::remove);
        hasTold = true;
        toldNs = nowNs;
        return Optional.of(new Change(added, dropped));
    }
}
