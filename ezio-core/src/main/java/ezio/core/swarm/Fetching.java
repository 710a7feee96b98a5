package ezio.core.swarm;

import bt.protocol.Cancel;
import bt.protocol.Interested;
import bt.protocol.NotInterested;
import bt.protocol.Request;
import ezio.core.swarm.policy.FetchPolicy;
import ezio.core.swarm.policy.PieceGrid;
import ezio.core.swarm.policy.RequestPlan.Block;
import ezio.core.swarm.store.PieceStore;
import ezio.core.swarm.wire.Claim;
import ezio.core.swarm.wire.HaveParts;
import ezio.core.torrent.TorrentSpec;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The download side of a session: says on the links what {@link FetchPolicy} decides, and puts what arrives into the
 * store. Every method is called with the session's lock held.
 */
final class Fetching implements FetchPolicy.Orders<RemotePeer> {

    private final PieceStore store;
    private final FetchPolicy<RemotePeer> policy;
    private final Map<RemotePeer, Boolean> taken = new HashMap<>();
    private final Pace pace;
    private final Consumer<RemotePeer> onTurn;

    /**
     * @param onTurn fills the peer, on another thread, when the limit lets it be asked for more
     */
    Fetching(
            TorrentSpec torrent,
            PieceStore store,
            BitSet held,
            boolean isSequential,
            Pace pace,
            Consumer<RemotePeer> onTurn) {
        this.store = store;
        this.pace = pace;
        this.onTurn = onTurn;
        this.policy = new FetchPolicy<>(
                new PieceGrid(torrent.pieceLengthBytes(), torrent.totalBytes()),
                held,
                new Random(),
                isSequential,
                this,
                System.nanoTime());
    }

    FetchPolicy<RemotePeer> policy() {
        return policy;
    }

    /** Returns where the block is to go; null if it is of no use. */
    ByteBuffer blockBegins(RemotePeer peer, Block block) {
        ByteBuffer target = policy.blockBegins(peer, block)
                ? store.slot(block.piece(), block.offsetBytes(), block.lengthBytes())
                : null;
        taken.put(peer, target != null);
        return target;
    }

    void blockArrived(RemotePeer peer, Block block, Collection<RemotePeer> peers, long nowNs) {
        peer.entry.downloadedBytes += block.lengthBytes();
        policy.blockArrived(peer, block, nowNs);
        if (Boolean.TRUE.equals(taken.remove(peer))) {
            store.arrived(block.piece(), block.offsetBytes(), block.lengthBytes());
        }
        policy.fill(peer, peers, nowNs);
    }

    void peerWent(RemotePeer peer) {
        taken.remove(peer);
        policy.peerWent(peer);
        pace.forget(peer);
    }

    @Override
    public boolean open(int piece) {
        return store.begin(piece);
    }

    @Override
    public boolean mayRequest(RemotePeer peer) {
        return pace.mayTake(peer, () -> onTurn.accept(peer));
    }

    @Override
    public void request(RemotePeer peer, Block block) {
        pace.take(peer, block.lengthBytes());
        peer.link.send(new Request(block.piece(), block.offsetBytes(), block.lengthBytes()));
    }

    @Override
    public void cancel(RemotePeer peer, Block block) {
        peer.link.send(new Cancel(block.piece(), block.offsetBytes(), block.lengthBytes()));
    }

    @Override
    public void claim(RemotePeer to, int piece) {
        to.link.send(new Claim(piece));
    }

    @Override
    public void tellParts(RemotePeer to, Map<Integer, BitSet> parts) {
        to.link.send(new HaveParts(parts));
    }

    @Override
    public void interest(RemotePeer peer, boolean areWeInterested) {
        peer.link.send(areWeInterested ? Interested.instance() : NotInterested.instance());
    }

    @Override
    public void giveUp(RemotePeer peer) {
        peer.link.close("sent nothing for a minute");
    }
}
