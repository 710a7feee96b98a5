package ezio.core.swarm.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom to serve. On a LAN that co-operates everybody who asks is served while there are slots; with more who ask, the
 * slots go round, so that nobody waits for ever.
 */
public final class Unchoking {

    private Unchoking() {}

    /**
     * Somebody who may be served.
     *
     * @param peer who
     * @param isInterested it wants something of us
     * @param isServed it has a slot now
     * @param sinceNs since when it has its slot, or since when it waits for one
     */
    public record Candidate<P>(P peer, boolean isInterested, boolean isServed, long sinceNs) {}

    /**
     * Returns who gets a slot.
     *
     * @param slots 1 or more
     * @param turnNs who has had a slot for that long makes room for who waits
     */
    public static <P> Set<P> choose(List<Candidate<P>> candidates, int slots, long turnNs, long nowNs) {
        List<Candidate<P>> served = new ArrayList<>();
        List<Candidate<P>> waiting = new ArrayList<>();
        for (Candidate<P> candidate : candidates) {
            if (candidate.isInterested) {
                (candidate.isServed ? served : waiting).add(candidate);
            }
        }
        served.sort(Comparator.comparingLong(Candidate::sinceNs));
        waiting.sort(Comparator.comparingLong(Candidate::sinceNs));
        while (served.size() > slots) {
            served.remove(0);
        }
        int free = slots - served.size();
        for (Candidate<P> candidate : waiting) {
            if (free > 0) {
                free--;
            } else if (!served.isEmpty() && served.get(0).isServed && nowNs - served.get(0).sinceNs >= turnNs) {
                served.remove(0);
            } else {
                break;
            }
            served.add(candidate);
        }
        Set<P> chosen = new HashSet<>();
        served.forEach(candidate -> chosen.add(candidate.peer));
        return chosen;
    }
}
