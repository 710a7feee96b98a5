package ezio.core.swarm;

import bt.protocol.Cancel;
import bt.protocol.Interested;
import bt.protocol.NotInterested;
import bt.protocol.Request;
import ezio.core.swarm.policy.PieceChoice;
import ezio.core.swarm.policy.PipelineDepth;
import ezio.core.swarm.policy.RequestPlan;
import ezio.core.swarm.policy.RequestPlan.Block;
import ezio.core.swarm.store.PieceStore;
import ezio.core.torrent.TorrentSpec;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Collection;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * The download side of a session: what is asked of whom, and where it goes. Every method is called with the session's
 * lock held.
 */
final class Fetching {

    // Nothing came for so long although it was asked for: others are asked, the peer only for one block at a time.
    private static final long SNUB_NS = 4_000_000_000L;
    // And after so long the connection is given up.
    private static final long DEAD_NS = 60_000_000_000L;

    private final PieceStore store;
    private final PieceChoice choice;
    private final RequestPlan<RemotePeer> plan;

    Fetching(TorrentSpec torrent, PieceStore store, BitSet held, boolean isSequential) {
        this.store = store;
        this.choice = new PieceChoice(torrent.pieceCount(), new Random(), isSequential);
        this.plan = new RequestPlan<>(choice, torrent.pieceLengthBytes(), torrent.totalBytes(), held);
    }

    void peerHas(RemotePeer peer, BitSet pieces) {
        choice.peerWent(peer.has);
        peer.has.clear();
        peer.has.or(pieces);
        choice.peerCame(peer.has);
        updateInterest(peer);
    }

    void peerGained(RemotePeer peer, int piece) {
        if (!peer.has.get(piece)) {
            peer.has.set(piece);
            choice.peerGained(piece);
            if (!peer.areWeInterested) {
                updateInterest(peer);
            }
        }
    }

    void peerWent(RemotePeer peer) {
        plan.peerWent(peer);
        choice.peerWent(peer.has);
    }

    void choked(RemotePeer peer) {
        plan.peerWent(peer);
    }

    void updateInterest(RemotePeer peer) {
        boolean wanted = plan.isInteresting(peer.has);
        if (wanted != peer.areWeInterested) {
            peer.areWeInterested = wanted;
            peer.link.send(wanted ? Interested.instance() : NotInterested.instance());
        }
    }

    /** Asks the peer for as much as it should owe us. */
    void fill(RemotePeer peer, long nowNs) {
        if (peer.isChokingUs || !peer.areWeInterested) {
            return;
        }
        int depth = PipelineDepth.bytes(peer.download.rate(nowNs).bytesPerSecond(), peer.isSnubbing, peer.blockBytes);
        while (plan.outstandingBytes(peer) < depth && plan.requestCount(peer) < peer.mostRequests) {
            Optional<Block> next = plan.next(peer, peer.has, peer.blockBytes, nowNs, store::begin);
            if (next.isEmpty()) {
                return;
            }
            Block block = next.get();
            peer.requestedBytes += block.lengthBytes();
            peer.link.send(new Request(block.piece(), block.offsetBytes(), block.lengthBytes()));
        }
    }

    void fillAll(Collection<RemotePeer> peers, long nowNs) {
        for (RemotePeer peer : peers) {
            fill(peer, nowNs);
        }
    }

    /** Returns where the block is to go; null if it is of no use. */
    ByteBuffer blockBegins(RemotePeer peer, Block block) {
        return plan.begins(peer, block) ? store.slot(block.piece(), block.offsetBytes(), block.lengthBytes()) : null;
    }

    void blockArrived(RemotePeer peer, Block block, boolean wasTaken, long nowNs) {
        peer.download.add(block.lengthBytes(), nowNs);
        peer.entry.downloadedBytes += block.lengthBytes();
        peer.lastBlockNs = nowNs;
        peer.isSnubbing = false;
        for (RemotePeer other : plan.arrived(peer, block)) {
            plan.forget(other, block);
            other.link.send(new Cancel(block.piece(), block.offsetBytes(), block.lengthBytes()));
        }
        if (wasTaken) {
            store.arrived(block.piece(), block.offsetBytes(), block.lengthBytes());
        }
        fill(peer, nowNs);
    }

    void pieceVerified(int piece) {
        plan.pieceVerified(piece);
    }

    /** Returns who sent a part of the piece. */
    Set<RemotePeer> pieceRejected(int piece) {
        return plan.pieceRejected(piece);
    }

    /** Looks after peers that do not deliver. */
    void tick(Collection<RemotePeer> peers, long nowNs) {
        for (RemotePeer peer : peers) {
            Optional<Long> oldest = plan.oldestRequestNs(peer);
            if (oldest.isEmpty()) {
                continue;
            }
            long silentNs = nowNs - Math.max(oldest.get(), peer.lastBlockNs);
            if (silentNs > DEAD_NS) {
                peer.link.close("sent nothing for a minute");
            } else if (silentNs > SNUB_NS && !peer.isSnubbing) {
                peer.isSnubbing = true;
                plan.releaseRequests(peer);
            }
        }
        fillAll(peers, nowNs);
    }
}
