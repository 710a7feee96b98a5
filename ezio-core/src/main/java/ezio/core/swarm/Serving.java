package ezio.core.swarm;

import bt.protocol.Choke;
import bt.protocol.Request;
import bt.protocol.Unchoke;
import ezio.core.problem.Problem;
import ezio.core.swarm.policy.RequestPlan.Block;
import ezio.core.swarm.policy.Unchoking;
import ezio.core.swarm.store.BlockRead;
import ezio.core.swarm.store.PieceStore;
import ezio.core.torrent.TorrentSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The upload side of a session: who is served, and with what. Every method is called with the session's lock held; what
 * the store read comes back on its threads and takes the lock itself.
 */
final class Serving {

    // What one link may hold at a time: enough for 1 Gbit/s at a few milliseconds, little memory with 50 peers.
    private static final int LINK_BYTES = 512 << 10;
    private static final int LARGEST_REQUEST_BYTES = 256 << 10;
    private static final int MOST_WANTED = 2048;
    private static final long TURN_NS = 15_000_000_000L;
    private static final long IDLE_NS = 3_000_000_000L;

    /** Is told that a piece cannot be read. */
    @FunctionalInterface
    interface ReadFailures {
        void readFailed(int piece, Problem problem);
    }

    private final TorrentSpec torrent;
    private final PieceStore store;
    private final Object lock;
    private final int slots;
    private final ReadFailures onReadFailure;

    Serving(TorrentSpec torrent, PieceStore store, Object lock, int slots, ReadFailures onReadFailure) {
        this.torrent = torrent;
        this.store = store;
        this.lock = lock;
        this.slots = slots;
        this.onReadFailure = onReadFailure;
    }

    /** Gives slots to who should have them. */
    void rechoke(Collection<RemotePeer> peers, long nowNs) {
        List<Unchoking.Candidate<RemotePeer>> candidates = new ArrayList<>(peers.size());
        for (RemotePeer peer : peers) {
            // Who does not use its slot has had its turn.
            boolean isIdle = peer.isServed && nowNs - peer.lastTakenNs > IDLE_NS;
            long sinceNs = isIdle ? nowNs - TURN_NS : peer.servedOrWaitingSinceNs;
            candidates.add(new Unchoking.Candidate<>(peer, peer.isInterestedInUs, peer.isServed, sinceNs));
        }
        Set<RemotePeer> served = Unchoking.choose(candidates, slots, TURN_NS, nowNs);
        for (RemotePeer peer : peers) {
            boolean isServed = served.contains(peer);
            if (isServed != peer.isServed) {
                peer.isServed = isServed;
                peer.servedOrWaitingSinceNs = nowNs;
                peer.lastTakenNs = nowNs;
                if (!isServed) {
                    peer.wanted.clear();
                    peer.link.dropQueuedBlocks();
                }
                peer.link.send(isServed ? Unchoke.instance() : Choke.instance());
            }
        }
    }

    void interestChanged(RemotePeer peer, boolean isInterested, Collection<RemotePeer> peers, long nowNs) {
        if (peer.isInterestedInUs != isInterested) {
            peer.isInterestedInUs = isInterested;
            peer.servedOrWaitingSinceNs = nowNs;
            rechoke(peers, nowNs);
        }
    }

    /** Returns false if the request breaks the protocol. */
    boolean requested(RemotePeer peer, Request request) {
        int piece = request.getPieceIndex();
        int offset = request.getOffset();
        int length = request.getLength();
        if (piece < 0
                || piece >= torrent.pieceCount()
                || offset < 0
                || length <= 0
                || length > LARGEST_REQUEST_BYTES
                || (long) offset + length > torrent.pieceLengthBytes(piece)) {
            return false;
        }
        // A request that crossed our choke on the way is no offence.
        if (peer.isServed && store.isVerified(piece) && peer.wanted.size() < MOST_WANTED) {
            peer.wanted.add(new Block(piece, offset, length));
            pump(peer);
        }
        return true;
    }

    void cancelled(RemotePeer peer, Block block) {
        peer.wanted.remove(block);
    }

    /** Has the next blocks read while the peer's link can take them. */
    void pump(RemotePeer peer) {
        while (!peer.wanted.isEmpty() && peer.link.queuedBlockBytes() + peer.readingBytes < LINK_BYTES) {
            Block block = peer.wanted.poll();
            peer.readingBytes += block.lengthBytes();
            store.read(block.piece(), block.offsetBytes(), block.lengthBytes(), new BlockRead() {
                @Override
                public void ready(ByteBuffer[] parts, Runnable release) {
                    boolean isWanted;
                    synchronized (lock) {
                        peer.readingBytes -= block.lengthBytes();
                        isWanted = peer.isServed;
                    }
                    if (isWanted) {
                        peer.link.sendBlock(block.piece(), block.offsetBytes(), block.lengthBytes(), parts, release);
                    } else {
                        release.run();
                    }
                }

                @Override
                public void failed(Problem problem) {
                    synchronized (lock) {
                        peer.readingBytes -= block.lengthBytes();
                        onReadFailure.readFailed(block.piece(), problem);
                    }
                }
            });
        }
    }
}
