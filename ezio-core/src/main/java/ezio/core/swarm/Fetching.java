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
import ezio.core.swarm.wire.Claim;
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

    // A target that said it fetches a piece and has not got it after so long is too slow to wait for.
    private static final long CLAIM_NS = 2_000_000_000L;
    private static final double SLOWEST_BYTES_PER_NS = 1e6 / 1e9;
    // With less than this part of the best second, what other targets give is not enough.
    private static final double STARVING = 0.3;

    private final PieceStore store;
    private final PieceChoice choice;
    private final RequestPlan<RemotePeer> plan;

    private final RateMeter arriving;
    private final long claimNs;
    private double bestBytesPerSecond;

    Fetching(TorrentSpec torrent, PieceStore store, BitSet held, boolean isSequential) {
        this.arriving = new RateMeter(System.nanoTime());
        this.claimNs = CLAIM_NS + (long) (torrent.pieceLengthBytes() / SLOWEST_BYTES_PER_NS);
        this.store = store;
        this.choice = new PieceChoice(torrent.pieceCount(), new Random(), isSequential);
        this.plan = new RequestPlan<>(choice, torrent.pieceLengthBytes(), torrent.totalBytes(), held);
    }

    void peerHas(RemotePeer peer, BitSet pieces) {
        choice.peerWent(peer.has);
        peer.has.clear();
        peer.has.or(pieces);
        choice.peerCame(peer.has);
        if (!peer.entry.cameComplete) {
            pieces.stream().forEach(piece -> touched(peer, piece));
        }
        updateInterest(peer);
    }

    void peerGained(RemotePeer peer, int piece) {
        if (!peer.has.get(piece)) {
            peer.has.set(piece);
            choice.peerGained(piece);
            peer.claims.remove(piece);
            touched(peer, piece);
            if (!peer.areWeInterested) {
                updateInterest(peer);
            }
        }
    }

    private void touched(RemotePeer peer, int piece) {
        if (!peer.entry.cameComplete && !peer.touched.get(piece)) {
            peer.touched.set(piece);
            choice.targetGained(piece);
        }
    }

    private void untouched(RemotePeer peer, int piece) {
        if (peer.touched.get(piece)) {
            peer.touched.clear(piece);
            choice.targetLost(piece);
        }
    }

    /** Another target says that it is fetching a piece. */
    void claimed(RemotePeer peer, int piece, long nowNs) {
        if (!peer.has.get(piece)) {
            peer.claims.put(piece, nowNs);
            touched(peer, piece);
        }
    }

    void peerWent(RemotePeer peer) {
        plan.peerWent(peer);
        choice.peerWent(peer.has);
        peer.touched.stream().forEach(choice::targetLost);
        peer.touched.clear();
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

    /**
     * A seeder is spared while there are other targets: it sends each piece once, and the targets hand it on. Unless that
     * does not work, because they are slow.
     */
    private boolean isSpared(RemotePeer peer, Collection<RemotePeer> peers, long nowNs) {
        if (!peer.entry.cameComplete) {
            return false;
        }
        boolean isOneOfMany = peers.stream().anyMatch(other -> !other.entry.cameComplete);
        double lately = arriving.lastSecond(nowNs).bytesPerSecond();
        return isOneOfMany && lately > 0 && lately >= STARVING * bestBytesPerSecond;
    }

    private boolean begin(RemotePeer source, int piece, Collection<RemotePeer> peers) {
        if (!store.begin(piece)) {
            return false;
        }
        if (source.entry.cameComplete) {
            for (RemotePeer other : peers) {
                if (other.understandsClaims && !other.entry.cameComplete && !other.has.get(piece)) {
                    other.link.send(new Claim(piece));
                }
            }
        }
        return true;
    }

    /** Asks the peer for as much as it should owe us. */
    void fill(RemotePeer peer, Collection<RemotePeer> peers, long nowNs) {
        if (peer.isChokingUs || !peer.areWeInterested) {
            return;
        }
        int depth = PipelineDepth.bytes(peer.download.rate(nowNs).bytesPerSecond(), peer.isSnubbing, peer.blockBytes);
        boolean isSpared = isSpared(peer, peers, nowNs);
        while (plan.outstandingBytes(peer) < depth && plan.requestCount(peer) < peer.mostRequests) {
            Optional<Block> next =
                    plan.next(peer, peer.has, peer.blockBytes, isSpared, nowNs, piece -> begin(peer, piece, peers));
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
            fill(peer, peers, nowNs);
        }
    }

    /** Returns where the block is to go; null if it is of no use. */
    ByteBuffer blockBegins(RemotePeer peer, Block block) {
        return plan.begins(peer, block) ? store.slot(block.piece(), block.offsetBytes(), block.lengthBytes()) : null;
    }

    void blockArrived(RemotePeer peer, Block block, boolean wasTaken, Collection<RemotePeer> peers, long nowNs) {
        arriving.add(block.lengthBytes(), nowNs);
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
        fill(peer, peers, nowNs);
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
        bestBytesPerSecond =
                Math.max(bestBytesPerSecond, arriving.lastSecond(nowNs).bytesPerSecond());
        for (RemotePeer peer : peers) {
            peer.claims.entrySet().removeIf(claim -> {
                boolean isStale = nowNs - claim.getValue() > claimNs;
                if (isStale) {
                    untouched(peer, claim.getKey());
                }
                return isStale;
            });
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
