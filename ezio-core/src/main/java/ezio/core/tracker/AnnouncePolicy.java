package ezio.core.tracker;

import java.time.Duration;

/**
 * How often peers are asked to announce themselves, and when a silent one is taken for gone.
 *
 * @param gathering the interval while a swarm is small, or was joined a moment ago: machines that boot at the same time
 *     find each other within this time
 * @param settled the interval of a large swarm that nobody has joined for a minute
 * @param peerTimeout how long a peer may be silent that has not shown yet that it keeps to the interval; has to be
 *     longer than what clients wait at least, whatever they are told
 */
public record AnnouncePolicy(Duration gathering, Duration settled, Duration peerTimeout) {

    private static final int SMALL_SWARM_PEERS = 8;
    private static final long YOUNG_NS = Duration.ofMinutes(1).toNanos();
    // Keeps a gathering swarm of any size at 100 announces a second, which is nothing for one core.
    private static final long GATHERING_NS_PER_PEER = Duration.ofMillis(10).toNanos();
    private static final int ON_TIME_ENOUGH = 2;
    private static final int INTERVALS_UNTIL_GONE = 3;

    public AnnouncePolicy {
        Duration second = Duration.ofSeconds(1);
        if (gathering.compareTo(second) < 0 || settled.compareTo(gathering) < 0) {
            throw new IllegalArgumentException("announce intervals " + gathering + " and " + settled
                    + ": the first has to be a second or more, the second not below the first");
        }
        if (peerTimeout.compareTo(settled.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "peer time-out " + peerTimeout + " is below two intervals of " + settled);
        }
    }

    /**
     * Returns 5 s while gathering and 60 s when settled. The time-out is 12 minutes because libtorrent announces every
     * 5 minutes, whatever interval it is given.
     */
    public static AnnouncePolicy defaults() {
        return new AnnouncePolicy(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMinutes(12));
    }

    /** Returns when a peer shall announce itself again, in whole seconds. */
    Duration interval(int peers, long sinceLastJoinNs) {
        if (peers > SMALL_SWARM_PEERS && sinceLastJoinNs >= YOUNG_NS) {
            return settled;
        }
        Duration busy = Duration.ofSeconds(
                Duration.ofNanos(GATHERING_NS_PER_PEER * peers).toSeconds());
        Duration longer = busy.compareTo(gathering) > 0 ? busy : gathering;
        return longer.compareTo(settled) > 0 ? settled : longer;
    }

    /** Tells whether an announce without an event came about when it was asked for: what our own nodes do. */
    boolean isOnTime(long gapNs, Duration asked) {
        return gapNs >= asked.toNanos() / 2 && gapNs <= asked.toNanos() * 2;
    }

    /**
     * Returns how long a peer may be silent.
     *
     * @param onTimeAnnounces how many announces in a row were {@link #isOnTime}
     */
    long timeoutNs(Duration asked, int onTimeAnnounces) {
        if (onTimeAnnounces < ON_TIME_ENOUGH) {
            return peerTimeout.toNanos();
        }
        return Math.min(peerTimeout.toNanos(), asked.toNanos() * INTERVALS_UNTIL_GONE);
    }
}
