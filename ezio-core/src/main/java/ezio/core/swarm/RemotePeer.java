package ezio.core.swarm;

import ezio.core.swarm.policy.RequestPlan;
import ezio.core.swarm.wire.Link;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** What a session knows of one connected peer. Guarded by the session. */
final class RemotePeer {

    /** What every client can be asked for at a time. */
    static final int COMMON_BLOCK_BYTES = 16 << 10;

    final Link link;
    final boolean isOutgoing;
    final PeerLedger.Entry entry;
    final BitSet has = new BitSet();
    /** As a target: what it has, and what it said that it is fetching. */
    final BitSet touched = new BitSet();
    /** When it said so, by piece; without what it has got since. */
    final Map<Integer, Long> claims = new HashMap<>();

    final RateMeter download;
    final RateMeter upload;
    /** What it asked for and was not yet read for it. */
    final ArrayDeque<RequestPlan.Block> wanted = new ArrayDeque<>();

    /** Where it listens; the remote end of the connection until that is known. */
    InetSocketAddress address;

    boolean isAddressKnown;
    /** It has said something after its handshake, so both sides hold this connection for the one. */
    boolean isSettled;

    String client;
    boolean isChokingUs = true;
    boolean isInterestedInUs;
    boolean isServed;
    boolean areWeInterested;
    boolean isSnubbing;
    boolean understandsClaims;
    long servedOrWaitingSinceNs;
    long lastBlockNs;
    int blockBytes = COMMON_BLOCK_BYTES;
    int mostRequests = 250;
    /** How long not to call it after it left; 0 for the usual second. */
    long restNs;

    int extendedHandshakes;
    /** What it was asked for, and what it sent, asked or not. */
    long requestedBytes;

    long receivedBytes;
    /** When it last took a block from us, or was given its slot. */
    long lastTakenNs;

    /** Bytes that are being read for it. */
    int readingBytes;

    RemotePeer(Link link, boolean isOutgoing, PeerLedger.Entry entry, String client, long nowNs) {
        this.link = link;
        this.isOutgoing = isOutgoing;
        this.entry = entry;
        this.client = client;
        this.address = link.remote();
        this.isAddressKnown = isOutgoing;
        entry.address = address;
        entry.client = client;
        this.download = new RateMeter(nowNs);
        this.upload = new RateMeter(nowNs);
        this.lastBlockNs = nowNs;
        this.servedOrWaitingSinceNs = nowNs;
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
