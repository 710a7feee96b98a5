package ezio.core.swarm.policy;

import ezio.core.swarm.policy.RequestPlan.Block;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The upload side of one image: who is served, and what is read for whom next. Not safe for use by several threads.
 *
 * @param <P> a connected peer
 */
public final class ServePolicy<P extends SwarmPeer> {

    /** Carries decisions out. Only {@link ServePolicy#wasRead} may be called before they return. */
    public interface Orders<P> {

        /** Gives the peer a slot, or takes it away with everything that has not left yet. */
        void serve(P peer, boolean isServed);

        /**
         * Returns whether a block may be read for the peer now, as far as the upload limit goes; if not,
         * {@link ServePolicy#pump} is called when it may.
         */
        default boolean mayRead(P peer) {
            return true;
        }

        /** Has a block read; then calls {@link ServePolicy#wasRead}. */
        void read(P peer, Block block);

        /** Returns the bytes of blocks that wait on the peer's connection. */
        int queuedBytes(P peer);
    }

    // What one link may hold at a time: enough for 1 Gbit/s at a few milliseconds, little memory with 50 peers.
    private static final int LINK_BYTES = 512 << 10;
    private static final int LARGEST_REQUEST_BYTES = 256 << 10;
    private static final int MOST_WANTED = 2048;
    private static final long TURN_NS = 15_000_000_000L;
    private static final long IDLE_NS = 3_000_000_000L;
    // Who wants something asks for it when it is let; who never does is not to keep the others waiting for long.
    private static final long FIRST_USE_NS = 1_000_000_000L;

    // Who has asked for a part of a piece asks for the next within milliseconds.
    private static final long GAP_NS = 50_000_000L;

    private final PieceGrid grid;
    private final Orders<P> orders;
    private final PieceTurns turns;
    private final Set<P> served = new LinkedHashSet<>();
    private int slots;
    /** Who wants something and has no slot. */
    private int waitingCount;

    /**
     * @param slots how many peers are served at the same time
     */
    public ServePolicy(PieceGrid grid, int slots, Orders<P> orders, long nowNs) {
        this.grid = grid;
        this.slots = slots;
        this.orders = orders;
        this.turns = new PieceTurns(grid.pieceLengthBytes(), nowNs);
    }

    /** Lets other numbers of peers be served from the next {@link #rechoke} on. */
    public void setSlots(int newSlots) {
        slots = newSlots;
    }

    /** Gives slots to who should have them. Costs nothing while nobody waits. */
    public void rechoke(Collection<P> peers, long nowNs) {
        if (waitingCount == 0 && served.size() <= slots) {
            return;
        }
        List<Unchoking.Candidate<P>> candidates = new ArrayList<>(peers.size());
        for (P peer : peers) {
            // Who does not use its slot has had its turn.
            long idleNs = peer.unusedNs(nowNs) > 0 ? FIRST_USE_NS : IDLE_NS;
            boolean isIdle = peer.isServed && nowNs - peer.lastTakenNs > idleNs;
            long sinceNs = isIdle ? nowNs - TURN_NS : peer.servedOrWaitingSinceNs;
            candidates.add(new Unchoking.Candidate<>(peer, peer.isInterestedInUs, peer.isServed, sinceNs));
        }
        Set<P> chosen = Unchoking.choose(candidates, slots, TURN_NS, nowNs);
        for (P peer : peers) {
            if (chosen.contains(peer) != peer.isServed) {
                serve(peer, !peer.isServed, nowNs);
            }
        }
    }

    private void serve(P peer, boolean isServed, long nowNs) {
        if (isServed) {
            served.add(peer);
        } else {
            served.remove(peer);
        }
        waitingCount += !peer.isInterestedInUs ? 0 : isServed ? -1 : 1;
        peer.isServed = isServed;
        peer.pieceSent = SwarmPeer.NO_PIECE;
        peer.servedOrWaitingSinceNs = nowNs;
        peer.lastTakenNs = nowNs;
        peer.firstServedNs = peer.firstServedNs == 0 ? nowNs : peer.firstServedNs;
        if (!isServed) {
            forgetRequests(peer);
        }
        orders.serve(peer, isServed);
    }

    private void forgetRequests(P peer) {
        peer.wanted.clear();
        peer.wantedEarly.clear();
    }

    public void interestChanged(P peer, boolean isInterested, Collection<P> peers, long nowNs) {
        if (peer.isInterestedInUs == isInterested) {
            return;
        }
        peer.isInterestedInUs = isInterested;
        peer.servedOrWaitingSinceNs = nowNs;
        if (!peer.isServed) {
            waitingCount += isInterested ? 1 : -1;
        }
        if (!isInterested && peer.isServed) {
            serve(peer, false, nowNs);
            rechoke(peers, nowNs);
        } else if (isInterested && waitingCount == 1 && served.size() < slots) {
            serve(peer, true, nowNs);
        }
    }

    /** The peer left; the caller then calls {@link #rechoke}. */
    public void peerWent(P peer) {
        if (!served.remove(peer) && peer.isInterestedInUs) {
            waitingCount--;
        }
        peer.isServed = false;
        peer.isInterestedInUs = false;
        forgetRequests(peer);
    }

    /** Returns whether the request keeps to the protocol. */
    public boolean isSound(Block block) {
        return grid.contains(block) && block.lengthBytes() <= LARGEST_REQUEST_BYTES;
    }

    /** The peer asks for a sound block of a piece that we have. */
    public void requested(P peer, Block block, long nowNs) {
        // A request that crossed our choke on the way is no offence.
        if (peer.isServed && peer.wanted.size() < MOST_WANTED) {
            if (peer.wanted.isEmpty()) {
                peer.turnNumber = turns.nextNumber();
            }
            peer.wanted.add(block);
            pump(nowNs);
        }
    }

    /** The peer asks for a sound block of a piece of which we have that part only. */
    public void requestedEarly(P peer, Block block, long nowNs) {
        if (peer.isServed && peer.wantedEarly.size() < MOST_WANTED) {
            peer.wantedEarly.add(block);
            pump(nowNs);
        }
    }

    public void cancelled(P peer, Block block) {
        if (!peer.wanted.remove(block)) {
            peer.wantedEarly.remove(block);
        }
    }

    /** Looks at how full the link is; to be called a few times a second. */
    public void tick(long nowNs) {
        turns.tick(nowNs);
        pump(nowNs);
    }

    /**
     * Has the next blocks read while the peers' connections can take them: first of the pieces that are being sent, then,
     * if one more may be begun, for who has waited longest.
     */
    public void pump(long nowNs) {
        int goingOn = 0;
        boolean inParts = true;
        for (P peer : served) {
            inParts &= peer.sendsParts;
            // Others wait to hand it on, or to have it complete; it comes no faster than we are sent it ourselves.
            while (!peer.wantedEarly.isEmpty() && !isFull(peer) && orders.mayRead(peer)) {
                read(peer, peer.wantedEarly.remove());
            }
            if (isGoingOn(peer, nowNs)) {
                goingOn++;
                goOn(peer);
            }
        }
        P next = first();
        while (next != null && (isGoingOn(next, nowNs) || turns.mayBegin(goingOn, inParts, nowNs))) {
            goingOn += isGoingOn(next, nowNs) ? 0 : 1;
            next.turnNumber = turns.nextNumber();
            next.pieceSent = next.wanted.element().piece();
            next.pieceSentBytes = 0;
            turns.begun(nowNs);
            goOn(next);
            next = first();
        }
    }

    private boolean isGoingOn(P peer, long nowNs) {
        if (peer.pieceSent == SwarmPeer.NO_PIECE) {
            return false;
        }
        boolean isUnfinished = peer.pieceSentBytes < grid.lengthBytes(peer.pieceSent);
        return orders.queuedBytes(peer) + peer.readingBytes > 0
                || wantsMoreOfPiece(peer)
                || isUnfinished && nowNs - peer.lastTakenNs < GAP_NS;
    }

    private boolean wantsMoreOfPiece(P peer) {
        return !peer.wanted.isEmpty() && peer.wanted.element().piece() == peer.pieceSent;
    }

    private boolean isFull(P peer) {
        return orders.queuedBytes(peer) + peer.readingBytes >= LINK_BYTES;
    }

    /** Returns who has waited longest to be sent a piece that was not begun; null if nobody does. */
    private P first() {
        P first = null;
        for (P peer : served) {
            if (!peer.wanted.isEmpty()
                    && !wantsMoreOfPiece(peer)
                    && !isFull(peer)
                    && (first == null || peer.turnNumber < first.turnNumber)) {
                first = peer;
            }
        }
        return first;
    }

    private void goOn(P peer) {
        while (wantsMoreOfPiece(peer) && !isFull(peer) && orders.mayRead(peer)) {
            Block block = peer.wanted.remove();
            peer.pieceSentBytes += block.lengthBytes();
            read(peer, block);
        }
    }

    private void read(P peer, Block block) {
        peer.readingBytes += block.lengthBytes();
        orders.read(peer, block);
    }

    /** A block was read, or could not be; returns whether the peer still may have it. */
    public boolean wasRead(P peer, Block block) {
        peer.readingBytes -= block.lengthBytes();
        return peer.isServed;
    }

    /** A block left for the peer. */
    public void blockSent(P peer, int lengthBytes, long nowNs) {
        peer.lastTakenNs = nowNs;
        peer.upload.add(lengthBytes, nowNs);
        turns.sent(lengthBytes, nowNs);
        pump(nowNs);
    }
}
