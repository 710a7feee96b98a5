package ezio.core.swarm.policy;

import ezio.core.swarm.policy.RequestPlan.Block;
import java.util.ArrayList;
import java.util.Collection;
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
         * Returns whether a block may be read for the peer now, as far as the upload limit goes; if not, the peer is pumped
         * when it may.
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

    private final PieceGrid grid;
    private final Orders<P> orders;
    private int slots;
    private int servedCount;
    /** Who wants something and has no slot. */
    private int waitingCount;

    /**
     * @param slots how many peers are served at the same time
     */
    public ServePolicy(PieceGrid grid, int slots, Orders<P> orders) {
        this.grid = grid;
        this.slots = slots;
        this.orders = orders;
    }

    /** Lets other numbers of peers be served from the next {@link #rechoke} on. */
    public void setSlots(int newSlots) {
        slots = newSlots;
    }

    /** Gives slots to who should have them. Costs nothing while nobody waits. */
    public void rechoke(Collection<P> peers, long nowNs) {
        if (waitingCount == 0 && servedCount <= slots) {
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
        Set<P> served = Unchoking.choose(candidates, slots, TURN_NS, nowNs);
        for (P peer : peers) {
            if (served.contains(peer) != peer.isServed) {
                serve(peer, !peer.isServed, nowNs);
            }
        }
    }

    private void serve(P peer, boolean isServed, long nowNs) {
        servedCount += isServed ? 1 : -1;
        waitingCount += !peer.isInterestedInUs ? 0 : isServed ? -1 : 1;
        peer.isServed = isServed;
        peer.servedOrWaitingSinceNs = nowNs;
        peer.lastTakenNs = nowNs;
        peer.firstServedNs = peer.firstServedNs == 0 ? nowNs : peer.firstServedNs;
        if (!isServed) {
            peer.wanted.clear();
        }
        orders.serve(peer, isServed);
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
        } else if (isInterested && waitingCount == 1 && servedCount < slots) {
            serve(peer, true, nowNs);
        }
    }

    /** The peer left; the caller then calls {@link #rechoke}. */
    public void peerWent(P peer) {
        if (peer.isServed) {
            servedCount--;
        } else if (peer.isInterestedInUs) {
            waitingCount--;
        }
        peer.isServed = false;
        peer.isInterestedInUs = false;
        peer.wanted.clear();
    }

    /** Returns whether the request keeps to the protocol. */
    public boolean isSound(Block block) {
        return grid.contains(block) && block.lengthBytes() <= LARGEST_REQUEST_BYTES;
    }

    /** The peer asks for a sound block of a piece that we have. */
    public void requested(P peer, Block block) {
        // A request that crossed our choke on the way is no offence.
        if (peer.isServed && peer.wanted.size() < MOST_WANTED) {
            peer.wanted.add(block);
            pump(peer);
        }
    }

    public void cancelled(P peer, Block block) {
        peer.wanted.remove(block);
    }

    /** Has the next blocks read while the peer's connection can take them. */
    public void pump(P peer) {
        while (!peer.wanted.isEmpty()
                && orders.queuedBytes(peer) + peer.readingBytes < LINK_BYTES
                && orders.mayRead(peer)) {
            Block block = peer.wanted.poll();
            peer.readingBytes += block.lengthBytes();
            orders.read(peer, block);
        }
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
        pump(peer);
    }
}
