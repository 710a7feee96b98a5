package ezio.core.swarm.policy;

import ezio.core.swarm.policy.RequestPlan.Block;
import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;

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

        /**
         * Tells another target which parts we have of pieces that we have not got as a whole.
         *
         * @param parts by piece; none of a piece if there were some, and are not any more
         */
        void tellParts(P to, Map<Integer, BitSet> parts);

        void interest(P peer, boolean areWeInterested);

        /** Ends the connection: nothing came for too long. */
        void giveUp(P peer);
    }

    // More than anything that crosses a cancel or a choke.
    private static final long MOST_UNASKED_BYTES = 1 << 20;

    private final Orders<P> orders;
    private final PieceChoice choice;
    private final RequestPlan<P> plan;
    private final BooleanSupplier isEverythingBegun;
    private final Touches touches;
    private final Sparing sparing;
    /** What we are fetching from a seeder. */
    private final BitSet claimed = new BitSet();

    private final Parts<P> parts;

    /**
     * @param held what is there already; copied
     * @param isSequential lowest piece first instead of rarest first
     */
    public FetchPolicy(PieceGrid grid, BitSet held, Random random, boolean isSequential, Orders<P> orders, long nowNs) {
        this.orders = orders;
        this.choice = new PieceChoice(grid.count(), random, isSequential);
        this.plan = new RequestPlan<>(choice, grid.pieceLengthBytes(), grid.totalBytes(), held);
        this.isEverythingBegun = plan::isEverythingBegun;
        this.touches = new Touches(choice, grid.pieceLengthBytes());
        this.sparing = new Sparing(nowNs);
        this.parts = new Parts<>(grid.pieceLengthBytes());
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
            peer.parts.remove(piece);
            touches.has(peer, piece);
            if (!peer.areWeInterested) {
                updateInterest(peer);
            }
        }
    }

    /** Another target says that it is fetching a piece. */
    public void claimed(P peer, int piece, Collection<P> peers, long nowNs) {
        touches.claimed(peer, piece, nowNs);
        if (claimed.get(piece) && peer.winsTies && plan.isMostlyMissing(piece)) {
            // Both began in the same moment. One fetches it, and hands it on.
            claimed.clear(piece);
            for (P seeder : peers) {
                if (seeder.isSeeder) {
                    plan.leave(seeder, piece).forEach(block -> orders.cancel(seeder, block));
                    fill(seeder, peers, nowNs);
                }
            }
        }
    }

    /** Tells a peer that has just come what we are fetching. */
    public void introduce(P peer) {
        claimed.stream().filter(piece -> wantsClaim(peer, piece)).forEach(piece -> orders.claim(peer, piece));
        parts.introduce(peer, orders);
    }

    private boolean wantsClaim(P peer, int piece) {
        return peer.understandsClaims && !peer.isSeeder && !peer.has.get(piece);
    }

    /**
     * A target says that it has parts of a piece, and hands them on.
     *
     * @param held none if it has no part of it any more
     */
    public void peerGainedParts(P peer, int piece, BitSet held) {
        if (held.isEmpty()) {
            peer.parts.remove(piece);
            if (!peer.has.get(piece)) {
                plan.leave(peer, piece);
            }
        } else if (parts.gained(peer, piece, held) && !peer.areWeInterested) {
            updateInterest(peer);
        }
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
        boolean wanted = plan.isInteresting(peer.has) || isLackingAnyOf(peer.parts.keySet());
        if (wanted != peer.areWeInterested) {
            peer.areWeInterested = wanted;
            orders.interest(peer, wanted);
        }
    }

    private boolean isLackingAnyOf(Set<Integer> pieces) {
        for (int piece : pieces) {
            if (plan.isLacking(piece)) {
                return true;
            }
        }
        return false;
    }

    /** Asks the peer for as much as it should owe us. */
    public void fill(P peer, Collection<P> peers, long nowNs) {
        if (peer.isChokingUs || !peer.areWeInterested) {
            return;
        }
        int depth = PipelineDepth.bytes(peer.download.rate(nowNs).bytesPerSecond(), peer.isSnubbing, peer.blockBytes);
        boolean isSpared = sparing.isSpared(peer, peers, isEverythingBegun, nowNs);
        RequestPlan.Opener opener = piece -> open(peer, piece, peers);
        while (plan.outstandingBytes(peer) < depth
                && plan.requestCount(peer) < peer.mostRequests
                && orders.mayRequest(peer)) {
            Optional<Block> next = plan.next(peer, peer.has, peer.parts, peer.blockBytes, isSpared, nowNs, opener);
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
            claimed.set(piece);
            for (P other : peers) {
                if (wantsClaim(other, piece)) {
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
        for (P other : plan.arrived(peer, block, !peer.has.get(block.piece()))) {
            plan.forget(other, block);
            orders.cancel(other, block);
        }
        Optional<Integer> part = plan.completePart(block);
        if (part.isPresent()) {
            parts.came(block.piece(), part.get());
        }
    }

    public void pieceVerified(int piece) {
        plan.pieceVerified(piece);
        parts.verified(piece);
        claimed.clear(piece);
    }

    /** Returns how much will come without another word; little when little is left, as then every block is waited for. */
    public long aheadBytes() {
        return Math.min(plan.outstandingBytes(), plan.lackingBytes() / 4);
    }

    /** Returns who sent the piece, which is fetched again, this time only from who has it. */
    public RequestPlan.Suspects<P> pieceRejected(int piece, Collection<P> peers) {
        claimed.clear(piece);
        parts.rejected(piece, peers);
        RequestPlan.Suspects<P> suspects = plan.pieceRejected(piece);
        suspects.relays().forEach(Parts::handedOnWrong);
        return suspects;
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
        parts.tell(peers, orders);
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
