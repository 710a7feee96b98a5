package ezio.core.swarm.policy;

import java.util.Collection;
import java.util.function.BooleanSupplier;

/**
 * Whether a seeder is to be spared: it sends each piece once, and the targets hand it on. Unless that does not work,
 * because they are slow.
 */
final class Sparing {

    // With less than this part of the best second, what other targets give is not enough.
    private static final double STARVING = 0.3;
    // In the end nobody else needs the seeder.
    private static final double HUNGRY = 0.8;
    // Before anything has arrived; long enough for a request and a block on the slowest LAN.
    private static final long START_NS = 1_000_000_000L;

    private final RateMeter arriving;
    private double bestBytesPerSecond;
    private boolean isBegun;
    private long begunNs;

    Sparing(long nowNs) {
        this.arriving = new RateMeter(nowNs);
    }

    void arrived(long bytes, long nowNs) {
        arriving.add(bytes, nowNs);
    }

    /** To be called a few times a second. */
    void tick(long nowNs) {
        bestBytesPerSecond =
                Math.max(bestBytesPerSecond, arriving.lastSecond(nowNs).bytesPerSecond());
    }

    /**
     * @param isEverythingBegun tells whether there is no piece left that only a seeder can give; asked when it matters
     */
    boolean isSpared(
            SwarmPeer peer, Collection<? extends SwarmPeer> peers, BooleanSupplier isEverythingBegun, long nowNs) {
        if (!peer.isSeeder) {
            return false;
        }
        if (!isBegun) {
            isBegun = true;
            begunNs = nowNs;
        }
        if (areAllSeeders(peers)) {
            return false;
        }
        double lately = arriving.lastSecond(nowNs).bytesPerSecond();
        boolean isStarving = lately <= 0 || lately < STARVING * bestBytesPerSecond;
        boolean isHungry = lately < HUNGRY * bestBytesPerSecond;
        boolean isFed = !isStarving && !(isHungry && isEverythingBegun.getAsBoolean());
        return isFed || nowNs - begunNs < START_NS;
    }

    private static boolean areAllSeeders(Collection<? extends SwarmPeer> peers) {
        for (SwarmPeer peer : peers) {
            if (!peer.isSeeder) {
                return false;
            }
        }
        return true;
    }
}
