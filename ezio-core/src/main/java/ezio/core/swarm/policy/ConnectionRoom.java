package ezio.core.swarm.policy;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who makes room when a newcomer comes and every connection is taken: a peer that is of no use. Who wants something of us,
 * or has what we want, never has to go.
 */
public final class ConnectionRoom {

    private static final long SECOND_NS = 1_000_000_000L;
    // A peer that has just come has not been able to say what it has, or to learn what we have.
    private static final long ARRIVING_NS = 2 * SECOND_NS;
    // It has a handshake, and nothing else to say.
    private static final long SILENT_NS = 10 * SECOND_NS;
    // It was served, asked for nothing, and still says that it wants something.
    private static final long IDLE_NS = 10 * SECOND_NS;

    private ConnectionRoom() {}

    /**
     * A connected peer.
     *
     * @param peer who
     * @param address where it comes from
     * @param sinceNs since when it is connected
     * @param hasSpoken it has said something after its handshake
     * @param doWeWant it has something that we lack
     * @param doesItWant it says that it wants something of us
     * @param servedUnusedNs how long it has had an upload slot without taking anything ever; 0 if it has none, or took
     * @param areBothComplete it holds everything, and so do we
     */
    public record Candidate<P>(
            P peer,
            InetAddress address,
            long sinceNs,
            boolean hasSpoken,
            boolean doWeWant,
            boolean doesItWant,
            long servedUnusedNs,
            boolean areBothComplete) {

        private boolean isUseless(long nowNs) {
            long ageNs = nowNs - sinceNs;
            if (areBothComplete || !hasSpoken && ageNs > SILENT_NS) {
                return true;
            }
            boolean isIdle = servedUnusedNs > IDLE_NS;
            return ageNs > ARRIVING_NS && !doWeWant && (!doesItWant || isIdle);
        }
    }

    /**
     * Returns who goes first: of the useless ones, one of the address that has most of them, and of those the one that has
     * been there longest. Empty if nobody is useless.
     */
    public static <P> Optional<P> leastUseful(List<Candidate<P>> candidates, long nowNs) {
        List<Candidate<P>> useless =
                candidates.stream().filter(each -> each.isUseless(nowNs)).toList();
        Map<InetAddress, Integer> counts = new HashMap<>();
        useless.forEach(each -> counts.merge(each.address, 1, Integer::sum));
        return useless.stream()
                .min(Comparator.<Candidate<P>>comparingInt(each -> -counts.get(each.address))
                        .thenComparing((a, b) -> Long.compare(a.sinceNs - b.sinceNs, 0)))
                .map(Candidate::peer);
    }
}
