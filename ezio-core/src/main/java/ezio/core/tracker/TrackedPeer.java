package ezio.core.tracker;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * A peer, as it last announced itself.
 *
 * @param peerId 40 hex digits
 * @param addresses where it accepts connections: one of IPv4, one of IPv6, or both
 * @param leftBytes what it still has to fetch; 0 for a seed, {@link Long#MAX_VALUE} where it did not say
 * @param silentFor since its last announce
 */
public record TrackedPeer(String peerId, List<InetSocketAddress> addresses, long leftBytes, Duration silentFor) {

    public TrackedPeer {
        addresses = List.copyOf(addresses);
    }

    public boolean isSeed() {
        return leftBytes == 0;
    }
}
