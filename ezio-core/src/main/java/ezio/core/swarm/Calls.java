package ezio.core.swarm;

import ezio.core.swarm.policy.AddressBook;
import ezio.core.swarm.policy.ConnectPolicy;
import ezio.core.swarm.wire.Link;
import ezio.core.swarm.wire.LinkHandler;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who could be called, and the calls that have not been answered. Guarded by the session. */
final class Calls {

    private final SwarmNode node;
    private final LinkHandler handler;
    private final AddressBook<InetSocketAddress> addresses;
    private final int maxConnections;
    private final Map<Link, InetSocketAddress> calls = new HashMap<>();

    /**
     * @param handler gets what happens on the links
     * @param addresses outlive a pause
     */
    Calls(SwarmNode node, LinkHandler handler, AddressBook<InetSocketAddress> addresses, int maxConnections) {
        this.node = node;
        this.handler = handler;
        this.addresses = addresses;
        this.maxConnections = maxConnections;
    }

    /** Learns of an address, if it is usable and not our own. */
    void found(InetSocketAddress address) {
        if (mayBeCalled(address)) {
            addresses.add(address, System.nanoTime());
        }
    }

    /** Learns of an address from somebody who may be wrong. */
    void heardOf(InetSocketAddress address) {
        if (mayBeCalled(address)) {
            addresses.addHearsay(address, System.nanoTime());
        }
    }

    private boolean mayBeCalled(InetSocketAddress address) {
        return isUsable(address) && node.settings().allows(address.getAddress()) && !node.isSelf(address);
    }

    /** Tells whether somebody could be called if there were fewer connections. */
    boolean areBlocked(int connections, long nowNs) {
        return connections + calls.size() >= maxConnections && addresses.hasDue(nowNs);
    }

    /** Tells whether it can be called at all. */
    static boolean isUsable(InetSocketAddress address) {
        return !address.isUnresolved() && address.getPort() > 0;
    }

    boolean knowsAddresses() {
        return addresses.size() > 0;
    }

    /**
     * Calls who is due, as far as there is room.
     *
     * @param connections that stand
     */
    void make(int connections) {
        int room = ConnectPolicy.callsToMake(calls.size(), connections, maxConnections);
        for (InetSocketAddress address : addresses.due(room, System.nanoTime())) {
            calls.put(node.connect(address, handler), address);
        }
    }

    /** Returns whom the link called, if it did and no answer came before; else null. */
    InetSocketAddress answered(Link link) {
        return calls.remove(link);
    }

    /** A connection with who listens there stands, whoever made it. */
    void connected(InetSocketAddress address, long nowNs) {
        addresses.connected(address, nowNs);
    }

    void neverAgain(InetSocketAddress address) {
        addresses.neverAgain(address);
    }

    /** The link closed; if it was a call, nobody answered it. */
    void closed(Link link, long nowNs) {
        InetSocketAddress called = calls.remove(link);
        if (called != null) {
            addresses.ended(called, true, nowNs);
        }
    }

    /** The last connection with who listens there ended. */
    void left(RemotePeer peer, boolean isConnectedOtherwise, long nowNs) {
        if (!isConnectedOtherwise) {
            addresses.ended(peer.address, false, nowNs);
        }
        if (peer.restNs > 0) {
            addresses.restUntil(peer.address, nowNs + peer.restNs);
        }
    }

    /** Ends calls that nobody answers. */
    void tick(long nowNs) {
        for (Link link : List.copyOf(calls.keySet())) {
            if (ConnectPolicy.isHandshakeOverdue(nowNs - link.createdNs())) {
                link.close("no handshake");
            }
        }
    }

    void closeAll(String reason) {
        calls.keySet().forEach(link -> link.close(reason));
    }
}
