package ezio.core.swarm.policy;

import ezio.core.swarm.policy.RequestPlan.Block;
import java.util.BitSet;
import java.util.Collection;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * The download side of one image: what is asked of whom and when, decided when something happened, and given as
 * {@link Orders}. Not safe for use by several threads.
 *
 * @param <P> a connected peer
 */
public final class FetchPolicy<P extends SwarmPeer> {

    /** Carries decisions out. Implementations must not call back before they return. */
    public interface Orders<P> {

        /** Makes room for a new piece; false if there is no memory for one more now. */
        boolean open(int piece);

        /**
         * Returns whether something may be asked of the peer now, as far as the download limit goes; if not, {@link #fill}
         * is called when it may.
         */
        default boolean mayRequest(P peer) {
            return true;
        }

        void request(P peer, Block block);

        void cancel(P peer, Block block);

        /** Tells another target that we fetch a piece from a seeder. */
        void claim(P to, int piece);

        void interest(P peer, boolean areWeInterested);

        /** Ends the connection: nothing came for too long. */
        void giveUp(P peer);
    }

    // More than anything that crosses a cancel or a choke.
    private static final long MOST_UNASKED_BYTES = 1 << 20;

    private final Orders<P> orders;
    private final PieceChoice choice;
    private final RequestPlan<P> plan;
    private final Touches touches;
    private final Sparing sparing;

    /**
     * @param held what is there already; copied
     * @param isSequential lowest piece first instead of rarest first
     */
    public FetchPolicy(PieceGrid grid, BitSet held, Random random, boolean isSequential, Orders<P> orders, long nowNs) {
        this.orders = orders;
        this.choice = new PieceChoice(grid.count(), random, isSequential);
        this.plan = new RequestPlan<>(choice, grid.pieceLengthBytes(), grid.totalBytes(), held);
        this.touches = new Touches(choice, grid.pieceLengthBytes());
        this.sparing = new Sparing(nowNs);
    }

    /** The peer showed all that it has. */
    public void peerHas(P peer, BitSet pieces) {
        choice.peerWent(peer.has);
        peer.has.clear();
        peer.has.or(pieces);
        peer.hasCount = pieces.cardinality();
        choice.peerCame(peer.has);
        countTarget(peer, !peer.isSeeder);
        pieces.stream().forEach(piece -> touches.has(peer, piece));
        updateInterest(peer);
    }

    private void countTarget(P peer, boolean isTarget) {
        if (isTarget && !peer.isCountedAsTarget) {
            choice.targetCame();
        } else if (!isTarget && peer.isCountedAsTarget) {
            choice.targetWent();
        }
        peer.isCountedAsTarget = isTarget;
    }

    /** The peer got one more piece. */
    public void peerGained(P peer, int piece) {
        if (!peer.has.get(piece)) {
            peer.has.set(piece);
            peer.hasCount++;
            choice.peerGained(piece);
            touches.has(peer, piece);
            if (!peer.areWeInterested) {
                updateInterest(peer);
            }
        }
    }

    /** Another target says that it is fetching a piece. */
    public void claimed(P peer, int piece, long nowNs) {
        touches.claimed(peer, piece, nowNs);
    }

    public void peerWent(P peer) {
        countTarget(peer, false);
        plan.peerWent(peer);
        choice.peerWent(peer.has);
        touches.peerWent(peer);
    }

    public void choked(P peer) {
        peer.isChokingUs = true;
        plan.peerWent(peer);
    }

    public void unchoked(P peer, Collection<P> peers, long nowNs) {
        peer.isChokingUs = false;
        peer.lastBlockNs = nowNs;
        fill(peer, peers, nowNs);
    }

    /** Says whether the peer has something that we lack, if that changed. */
    public void updateInterest(P peer) {
        boolean wanted = plan.isInteresting(peer.has);
        if (wanted != peer.areWeInterested) {
            peer.areWeInterested = wanted;
            orders.interest(peer, wanted);
        }
    }

    /** Asks the peer for as much as it should owe us. */
    public void fill(P peer, Collection<P> peers, long nowNs) {
        if (peer.isChokingUs || !peer.areWeInterested) {
            return;
        }
        int depth = PipelineDepth.bytes(peer.download.rate(nowNs).bytesPerSecond(), peer.isSnubbing, peer.blockBytes);
        boolean isSpared = sparing.isSpared(peer, peers, nowNs);
        while (plan.outstandingBytes(peer) < depth
                && plan.requestCount(peer) < peer.mostRequests
                && orders.mayRequest(peer)) {
            Optional<Block> next =
                    plan.next(peer, peer.has, peer.blockBytes, isSpared, nowNs, piece -> open(peer, piece, peers));
            if (next.isEmpty()) {
                return;
            }
            peer.requestedBytes += next.get().lengthBytes();
            orders.request(peer, next.get());
        }
    }

    private boolean open(P source, int piece, Collection<P> peers) {
        if (!orders.open(piece)) {
            return false;
        }
        if (source.isSeeder) {
            for (P other : peers) {
                if (other.understandsClaims && !other.isSeeder && !other.has.get(piece)) {
                    orders.claim(other, piece);
                }
            }
        }
        return true;
    }

    public void fillAll(Collection<P> peers, long nowNs) {
        for (P peer : peers) {
            fill(peer, peers, nowNs);
        }
    }

    /**
     * Counts what a peer begins to send, asked or not.
     *
     * @return false if it sent so much more than it was asked for that it breaks the protocol
     */
    public boolean isWithinWhatWasAsked(P peer, int lengthBytes) {
        peer.receivedBytes += lengthBytes;
        return peer.receivedBytes <= peer.requestedBytes + MOST_UNASKED_BYTES;
    }

    /** Returns whether the bytes of a block that begins to arrive are to be taken. */
    public boolean blockBegins(P peer, Block block) {
        return plan.begins(peer, block);
    }

    /** All of a block arrived; the caller then calls {@link #fill}. */
    public void blockArrived(P peer, Block block, long nowNs) {
        sparing.arrived(block.lengthBytes(), nowNs);
        peer.download.add(block.lengthBytes(), nowNs);
        peer.lastBlockNs = nowNs;
        peer.isSnubbing = false;
        for (P other : plan.arrived(peer, block)) {
            plan.forget(other, block);
            orders.cancel(other, block);
        }
    }

    public void pieceVerified(int piece) {
        plan.pieceVerified(piece);
    }

    /** Returns who sent a part of the piece, which is fetched again. */
    public Set<P> pieceRejected(int piece) {
        return plan.pieceRejected(piece);
    }

    /**
     * Returns whether a connection is to be ended because the peer fell silent inside of a block, as a machine does that
     * lost its power or its cable. While the connection stands nobody else may send that block.
     *
     * @param lastByteNs when anything came from the peer
     */
    public boolean isLostInBlock(P peer, long lastByteNs, long nowNs) {
        return Delivery.after(nowNs - lastByteNs) != Delivery.ON_TIME && plan.isInBlock(peer);
    }

    /** Looks after peers that do not deliver; to be called about ten times a second. */
    public void tick(Collection<P> peers, long nowNs) {
        sparing.tick(nowNs);
        for (P peer : peers) {
            touches.expire(peer, nowNs);
            Optional<Long> oldest = plan.oldestRequestNs(peer);
            if (oldest.isEmpty()) {
                continue;
            }
            Delivery delivery = Delivery.after(nowNs - Math.max(oldest.get(), peer.lastBlockNs));
            if (delivery == Delivery.DEAD) {
                orders.giveUp(peer);
            } else if (delivery == Delivery.SNUBBING && !peer.isSnubbing) {
                peer.isSnubbing = true;
                plan.releaseRequests(peer);
            }
        }
        fillAll(peers, nowNs);
    }
}
