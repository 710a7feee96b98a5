package ezio.core.swarm;

import ezio.core.swarm.policy.PeerNews;
import ezio.core.swarm.wire.PeerExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Peer exchange: tells connected peers of each other, and learns from them whom else to call; nothing of that for a private
 * torrent. Guarded by the session.
 */
final class Gossip {

    // More than a swarm of this kind has; who tells of more makes them up.
    private static final int MOST_FROM_ONE_PEER = 500;

    private final boolean isPrivate;
    private final Roster roster;
    private final Calls calls;

    Gossip(boolean isPrivate, Roster roster, Calls calls) {
        this.isPrivate = isPrivate;
        this.roster = roster;
        this.calls = calls;
    }

    /** The peer said where it listens and what it understands: it is news for the others, and they for it. */
    void introduced(RemotePeer peer, boolean wantsNews, long nowNs) {
        if (!isPrivate) {
            if (wantsNews && peer.news == null) {
                peer.news = new PeerNews();
            }
            tick(nowNs);
        }
    }

    /** Tells each peer what it may be told now. */
    void tick(long nowNs) {
        for (RemotePeer peer : roster.all()) {
            if (peer.news != null && peer.news.isDue(nowNs)) {
                peer.news
                        .next(othersThan(peer), nowNs)
                        .ifPresent(change -> peer.link.send(new PeerExchange(change.added(), change.dropped())));
            }
        }
    }

    private List<InetSocketAddress> othersThan(RemotePeer peer) {
        boolean isHere = peer.link.remote().getAddress().isLoopbackAddress();
        return roster.all().stream()
                .filter(other -> other != peer && other.isAddressKnown && other.isSettled && !other.isLeaving)
                .map(other -> other.address)
                .filter(address -> isOfUse(address, isHere))
                .distinct()
                .toList();
    }

    /** A peer tells of others. */
    void heard(RemotePeer from, PeerExchange news) {
        if (isPrivate) {
            return;
        }
        boolean isHere = from.link.remote().getAddress().isLoopbackAddress();
        for (InetSocketAddress address : news.added()) {
            if (isOfUse(address, isHere) && ++from.toldAddresses <= MOST_FROM_ONE_PEER) {
                calls.heardOf(address);
            }
        }
    }

    /** Tells whether an address means the same machine at both ends of a connection. */
    private static boolean isOfUse(InetSocketAddress address, boolean isHere) {
        InetAddress host = address.getAddress();
        return !host.isAnyLocalAddress()
                && !host.isMulticastAddress()
                && !host.isLinkLocalAddress()
                && (isHere || !host.isLoopbackAddress());
    }
}
