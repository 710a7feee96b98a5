package ezio.core.swarm;

import bt.protocol.Handshake;
import bt.protocol.InvalidMessageException;
import bt.protocol.KeepAlive;
import bt.protocol.Message;
import ezio.core.swarm.policy.ConnectPolicy;
import ezio.core.swarm.policy.Gathering.Flow;
import ezio.core.swarm.policy.RateMeter;
import ezio.core.swarm.policy.RequestPlan.Block;
import ezio.core.swarm.policy.RequestPlan.Suspects;
import ezio.core.swarm.policy.UploadSlots;
import ezio.core.swarm.store.PieceStore;
import ezio.core.swarm.wire.Link;
import ezio.core.swarm.wire.LinkHandler;
import ezio.core.swarm.wire.PeerExchange;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peers of one session: what the links report comes here and goes to who deals with it. Guarded by the session's
 * monitor, which the calls of the network take here.
 */
final class Conversations implements LinkHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Conversations.class);

    private static final long SLOW_TICK_NS = 1_000_000_000L;

    private final Session session;
    private final Roster roster = new Roster();
    private final Calls calls;
    private final Greeting greeting;
    private final Fetching fetching;
    private final Serving serving;
    private final Dialogue dialogue;
    private final Gossip gossip;
    private boolean isClosed;
    private long lastSlowTickNs;

    Conversations(Session session, PieceStore store) {
        this.session = session;
        SwarmNode node = session.node();
        this.fetching = new Fetching(
                session.torrent(),
                store,
                session.holdings().servable(),
                session.options().isSequential(),
                node.downloads(),
                this::fill);
        this.serving = new Serving(session.torrent(), store, session, slots(), node.uploads(), session::readFailed);
        this.calls = new Calls(session.node(), this, session.addresses(), session.maxConnections());
        Metadata metadata = new Metadata(session.torrent());
        this.greeting = new Greeting(session, roster, calls, metadata);
        this.gossip = new Gossip(session.torrent().isPrivate(), roster, calls);
        this.dialogue = new Dialogue(session, roster, greeting, metadata, gossip, fetching, serving);
    }

    private int slots() {
        return UploadSlots.count(session.maxUploads(), session.node().uploads().limit());
    }

    /** The node's limits are others now. */
    void limitsChanged() {
        serving.policy().setSlots(slots());
        greeting.limitsChanged();
    }

    void found(InetSocketAddress address) {
        calls.found(address);
        call();
    }

    /** Learns of an address from somebody who may be wrong. */
    void heardOf(InetSocketAddress address) {
        calls.heardOf(address);
        call();
    }

    private void fill(RemotePeer peer) {
        synchronized (session) {
            if (roster.at(peer.link) == peer && !isClosed && session.isFetching()) {
                fetching.policy().fill(peer, roster.all(), System.nanoTime());
            }
        }
    }

    boolean knowsAddresses() {
        return calls.knowsAddresses();
    }

    /** Returns whether nobody is connected who has something for us; for a seed, nobody at all. */
    boolean isAlone() {
        return session.isFetching() ? roster.all().stream().noneMatch(RemotePeer::areWeInterested) : roster.size() == 0;
    }

    private void call() {
        if (!isClosed) {
            calls.make(roster.staying());
        }
    }

    // ---- the network's side ----

    @Override
    public void connected(Link link) {
        greeting.say(link);
    }

    @Override
    public void handshake(Link link, Handshake handshake) {
        synchronized (session) {
            greeting.answered(link, handshake);
        }
    }

    /** An incoming connection asked for this torrent; our handshake has not been sent. */
    void accepted(Link link, Handshake handshake) {
        synchronized (session) {
            link.handOver(this);
            if (isClosed) {
                link.close("no room for more connections");
                return;
            }
            greeting.accepted(link, handshake);
        }
    }

    @Override
    public void message(Link link, Message message) {
        synchronized (session) {
            RemotePeer peer = roster.at(link);
            if (peer != null && !isClosed) {
                boolean isFirst = !peer.isSettled;
                peer.isSettled = true;
                if (LOG.isTraceEnabled()) {
                    LOG.trace("{}: {} says {}", session.torrent(), peer.name(), message);
                }
                dialogue.heard(peer, message, System.nanoTime());
                if (isFirst && !peer.isTold) {
                    peer.isTold = true;
                    events().peerJoined(peer.address, peer.client);
                }
                if (message instanceof PeerExchange) {
                    call();
                }
            }
        }
    }

    @Override
    public ByteBuffer blockBegins(Link link, int piece, int offsetBytes, int lengthBytes) {
        synchronized (session) {
            RemotePeer peer = roster.at(link);
            if (peer == null || isClosed) {
                return null;
            }
            if (!fetching.policy().isWithinWhatWasAsked(peer, lengthBytes)) {
                throw new InvalidMessageException("blocks that nobody asked for");
            }
            return session.isFetching() ? fetching.blockBegins(peer, new Block(piece, offsetBytes, lengthBytes)) : null;
        }
    }

    @Override
    public void blockArrived(Link link, int piece, int offsetBytes, int lengthBytes) {
        synchronized (session) {
            RemotePeer peer = roster.at(link);
            if (peer != null && !isClosed) {
                long now = System.nanoTime();
                session.traffic().received(lengthBytes, now);
                fetching.blockArrived(peer, new Block(piece, offsetBytes, lengthBytes), roster.all(), now);
            }
        }
    }

    @Override
    public void blockSent(Link link, int lengthBytes) {
        synchronized (session) {
            RemotePeer peer = roster.at(link);
            if (peer != null) {
                long now = System.nanoTime();
                peer.entry.uploadedBytes += lengthBytes;
                session.traffic().sent(lengthBytes, now);
                serving.policy().blockSent(peer, lengthBytes, now);
            }
        }
    }

    @Override
    public void closed(Link link, String reason) {
        synchronized (session) {
            long now = System.nanoTime();
            calls.closed(link, now);
            forget(link, reason, now);
            if (!isClosed) {
                fetching.policy().fillAll(roster.all(), now);
            }
        }
    }

    /** Only after the link is closed: until then its thread may be putting a block into memory. */
    private void forget(Link link, String reason, long now) {
        RemotePeer peer = roster.remove(link);
        if (peer != null) {
            fetching.peerWent(peer);
            serving.peerWent(peer);
            calls.left(peer, roster.isConnectedTo(peer.address), now);
            serving.policy().rechoke(roster.all(), now);
            LOG.debug("{}: {} ({}) left: {}", session.torrent(), peer.name(), peer.client, reason);
            if (peer.isTold) {
                events().peerLeft(peer.address, peer.client, reason);
            }
        }
    }

    // ---- the session's side ----

    void tellAll(Message message) {
        roster.tellAll(message);
    }

    void fillAll() {
        fetching.policy().fillAll(roster.all(), System.nanoTime());
    }

    void pieceVerified(int piece) {
        fetching.policy().pieceVerified(piece);
    }

    private TransferEvents events() {
        return session.options().events();
    }

    void pieceRejected(int piece) {
        Suspects<RemotePeer> suspects = fetching.policy().pieceRejected(piece, roster.all());
        Set<RemotePeer> all = new LinkedHashSet<>(suspects.senders());
        all.addAll(suspects.relays());
        events().badPiece(piece, all.stream().map(sender -> sender.address).toList());
        for (RemotePeer peer : all) {
            boolean isRelay = !suspects.senders().contains(peer);
            String what = "piece " + piece + " from " + peer.name() + " did not have its hash"
                    + (all.size() > 1 ? " (" + all.size() + " peers sent parts of it)" : "")
                    + (isRelay ? "; it had not verified what it sent" : "");
            LOG.warn("{}: {}", session.torrent(), what);
            session.say(what);
            if (!isRelay) {
                blame(peer, piece, all.size());
            }
        }
        fillAll();
    }

    private void blame(RemotePeer peer, int piece, int senders) {
        peer.entry.badPieces++;
        if (senders == 1) {
            peer.entry.sentWrong(piece, System.nanoTime() + ConnectPolicy.BAD_PIECE_DOUBT_NS);
        }
        if (ConnectPolicy.isAtFault(senders, peer.entry.badPieces)) {
            peer.restNs = ConnectPolicy.badPeerRestNs(peer.entry.badPieces);
            peer.entry.bannedUntilNs = System.nanoTime() + peer.restNs;
            events().peerDropped(peer.address, peer.client, peer.entry.badPieces);
            peer.link.close("sent data that does not have its hash");
        }
    }

    /** Returns whether a target, not only a seeder, has the piece. */
    boolean isHeldByAnotherTarget(int piece) {
        return roster.isHeldByTarget(piece);
    }

    /** A piece that was announced cannot be served any more; who lacks it learns that by connecting again. */
    void withdraw(int piece) {
        for (RemotePeer peer : roster.all()) {
            if (!peer.has(piece)) {
                peer.link.close("piece " + piece + " cannot be read any more");
            }
        }
    }

    void becameSeed() {
        for (RemotePeer peer : List.copyOf(roster.all())) {
            fetching.policy().updateInterest(peer);
            dialogue.noteCompleteness(peer);
        }
    }

    void tick(long nowNs) {
        if (isClosed) {
            return;
        }
        if (session.isFetching()) {
            fetching.policy().tick(roster.all(), nowNs);
        }
        serving.policy().tick(nowNs);
        if (nowNs - lastSlowTickNs >= SLOW_TICK_NS) {
            lastSlowTickNs = nowNs;
            if (session.isFetching() && calls.areBlocked(roster.staying(), nowNs)) {
                roster.makeRoom(true, nowNs);
            }
            call();
            calls.tick(nowNs);
            gossip.tick(nowNs);
            serving.policy().rechoke(roster.all(), nowNs);
            List.copyOf(roster.all()).forEach(peer -> lookAfter(peer, nowNs));
        }
    }

    /** Adds what moves, and how much more can move without us; on the network's thread. */
    void addFlows(List<Flow> flows, long nowNs) {
        double in = 0;
        double out = 0;
        for (RemotePeer peer : roster.all()) {
            in += lately(peer.download(), nowNs);
            out += lately(peer.upload(), nowNs);
        }
        if (in == 0 && out == 0) {
            return;
        }
        // The answer to a request waits for both sides, and so does the news that leads to one.
        flows.add(new Flow(in, fetching.policy().aheadBytes() / 6.0));
        for (RemotePeer peer : roster.all()) {
            flows.add(new Flow(burst(peer.download(), in, nowNs), peer.link.receiveBufferBytes() * 0.75));
            double sendBytes = peer.asksAhead() ? peer.link.sendBufferBytes() : 0;
            flows.add(new Flow(burst(peer.upload(), out, nowNs), sendBytes));
        }
    }

    /** For a while, much of what moves can go over one connection. */
    private static double burst(RateMeter meter, double allBytesPerSecond, long nowNs) {
        return Math.min(allBytesPerSecond, 4 * lately(meter, nowNs));
    }

    private static double lately(RateMeter meter, long nowNs) {
        return meter.lastSecond(nowNs).bytesPerSecond();
    }

    private void lookAfter(RemotePeer peer, long nowNs) {
        if (session.isFetching()) {
            fetching.policy().updateInterest(peer);
            if (fetching.policy().isLostInBlock(peer, peer.link.lastReceivedNs(), nowNs)) {
                peer.link.close("fell silent in the middle of a block");
            }
        }
        switch (ConnectPolicy.contact(nowNs - peer.link.lastReceivedNs(), nowNs - peer.link.lastSentNs())) {
            case CLOSE -> peer.link.close("silent for too long");
            case KEEP_ALIVE -> peer.link.send(KeepAlive.instance());
            case FINE -> {
                // nothing is due
            }
        }
    }

    void closeAll(String reason) {
        synchronized (session) {
            isClosed = true;
            roster.closeAll(reason);
            calls.closeAll(reason);
        }
    }

    List<PeerStatus> statuses(long nowNs) {
        return roster.statuses(session.torrent().pieceCount(), nowNs);
    }
}
