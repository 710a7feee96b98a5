package ezio.core.tracker;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One member of one swarm. A client that announces itself over IPv4 and over IPv6 is one peer with two addresses. Not
 * safe for use by several threads.
 */
final class Peer {

    private final PeerId id;
    private InetSocketAddress ipv4;
    private InetSocketAddress ipv6;
    private long leftBytes = Long.MAX_VALUE;
    private long announcedNs;
    private Duration asked = Duration.ZERO;
    private int onTimeAnnounces;

    Peer(PeerId id) {
        this.id = id;
    }

    PeerId id() {
        return id;
    }

    boolean isSeed() {
        return leftBytes == 0;
    }

    /** Takes over what the peer says now. */
    void update(Announce announce, AnnouncePolicy policy, long nowNs) {
        // Events come when they happen; only regular announces tell whether the peer keeps to the interval.
        if (announce.event() == Announce.Event.NONE && !asked.isZero()) {
            onTimeAnnounces = policy.isOnTime(nowNs - announcedNs, asked) ? onTimeAnnounces + 1 : 0;
        }
        announcedNs = nowNs;
        leftBytes = announce.leftBytes();
        if (announce.address().getAddress() instanceof Inet4Address) {
            ipv4 = announce.address();
        } else {
            ipv6 = announce.address();
        }
    }

    void askToAnnounceAfter(Duration interval) {
        asked = interval;
    }

    boolean isGone(AnnouncePolicy policy, long nowNs) {
        return nowNs - announcedNs > policy.timeoutNs(asked, onTimeAnnounces);
    }

    boolean isAt(InetSocketAddress address) {
        return address.equals(ipv4) || address.equals(ipv6);
    }

    /**
     * Returns where {@code asker} can reach this peer: in the family that the asker uses, if possible. A peer on the
     * tracker's own machine may have announced itself over loopback; others reach it where they reach the tracker.
     */
    Optional<InetSocketAddress> addressFor(Announce asker) {
        boolean isOverIpv4 = asker.address().getAddress() instanceof Inet4Address;
        return Stream.of(isOverIpv4 ? ipv4 : ipv6, isOverIpv4 ? ipv6 : ipv4)
                .flatMap(address -> reachable(address, asker))
                .findFirst();
    }

    private static Stream<InetSocketAddress> reachable(InetSocketAddress address, Announce asker) {
        if (address == null) {
            return Stream.empty();
        }
        InetAddress askedFrom = asker.address().getAddress();
        if (!address.getAddress().isLoopbackAddress() || askedFrom.isLoopbackAddress()) {
            return Stream.of(address);
        }
        return asker.reachedAt().isLoopbackAddress()
                ? Stream.empty()
                : Stream.of(new InetSocketAddress(asker.reachedAt(), address.getPort()));
    }

    TrackedPeer tracked(long nowNs) {
        return new TrackedPeer(
                id.hex(),
                Stream.of(Optional.ofNullable(ipv4), Optional.ofNullable(ipv6))
                        .flatMap(Optional::stream)
                        .toList(),
                leftBytes,
                Duration.ofNanos(nowNs - announcedNs));
    }
}
