package ezio.core.swarm;

import ezio.core.swarm.policy.PeerNews;
import ezio.core.swarm.policy.SwarmPeer;
import ezio.core.swarm.wire.Link;
import java.net.InetSocketAddress;

/** What a session knows of one connected peer. Guarded by the session. */
final class RemotePeer extends SwarmPeer {

    final Link link;
    final boolean isOutgoing;
    final PeerLedger.Entry entry;

    /** Where it listens; the remote end of the connection until that is known. */
    InetSocketAddress address;

    boolean isAddressKnown;
    /** It has said something after its handshake, so both sides hold this connection for the one. */
    boolean isSettled;

    String client;
    /** How long not to call it after it left; 0 for the usual second. */
    long restNs;

    /** Somebody was told that it joined. */
    boolean isTold;

    int extendedHandshakes;
    /** The largest block that it sends if asked; 0 while it has not said. */
    int offeredBlockBytes;
    /** It is being hung up on, and does not count any more. */
    boolean isLeaving;
    /** What it was told of the others; null while it is not known to want to be told. */
    PeerNews news;
    /** Addresses that it told of. */
    int toldAddresses;

    RemotePeer(Link link, boolean isOutgoing, PeerLedger.Entry entry, String client, long nowNs) {
        super(nowNs);
        this.link = link;
        this.isOutgoing = isOutgoing;
        this.entry = entry;
        this.client = client;
        this.address = link.remote();
        this.isAddressKnown = isOutgoing;
        isSeeder(entry.cameComplete);
        entry.address = address;
        entry.client = client;
    }

    /** Takes note of where the peer can be called. */
    void listensAt(InetSocketAddress listening) {
        address = listening;
        isAddressKnown = true;
        entry.address = listening;
    }

    String name() {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
