package ezio.core.swarm.policy;

import java.util.Collection;

/**
 * Whether a seeder is to be spared: it sends each piece once, and the targets hand it on. Unless that does not work,
 * because they are slow.
 */
final class Sparing {

    // With less than this part of the best second, what other targets give is not enough.
    private static final double STARVING = 0.3;

    private final RateMeter arriving;
    private double bestBytesPerSecond;

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

    boolean isSpared(SwarmPeer peer, Collection<? extends SwarmPeer> peers, long nowNs) {
        if (!peer.isSeeder) {
            return false;
        }
        boolean isOneOfMany = peers.stream().anyMatch(other -> !other.isSeeder);
        double lately = arriving.lastSecond(nowNs).bytesPerSecond();
        return isOneOfMany && lately > 0 && lately >= STARVING * bestBytesPerSecond;
    }
}
