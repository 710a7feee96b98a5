package ezio.core.swarm;

import bt.protocol.Choke;
import bt.protocol.Unchoke;
import ezio.core.problem.Problem;
import ezio.core.swarm.policy.PieceGrid;
import ezio.core.swarm.policy.RequestPlan.Block;
import ezio.core.swarm.policy.ServePolicy;
import ezio.core.swarm.store.BlockRead;
import ezio.core.swarm.store.PieceStore;
import ezio.core.swarm.wire.Payload;
import ezio.core.torrent.TorrentSpec;

/**
 * The upload side of a session: says on the links what {@link ServePolicy} decides, and sends what the store reads. Every
 * method is called with the session's lock held; what was read comes back on the store's threads and takes the lock
 * itself.
 */
final class Serving implements ServePolicy.Orders<RemotePeer> {

    /** Is told that a piece cannot be read. */
    @FunctionalInterface
    interface ReadFailures {
        void readFailed(int piece, Problem problem);
    }

    private final PieceStore store;
    private final Object lock;
    private final ReadFailures onReadFailure;
    private final Pace pace;
    private final ServePolicy<RemotePeer> policy;

    Serving(TorrentSpec torrent, PieceStore store, Object lock, int slots, Pace pace, ReadFailures onReadFailure) {
        this.store = store;
        this.lock = lock;
        this.onReadFailure = onReadFailure;
        this.pace = pace;
        this.policy = new ServePolicy<>(
                new PieceGrid(torrent.pieceLengthBytes(), torrent.totalBytes()), slots, this, System.nanoTime());
    }

    ServePolicy<RemotePeer> policy() {
        return policy;
    }

    /** Returns false if the request breaks the protocol. */
    boolean requested(RemotePeer peer, Block block) {
        if (!policy.isSound(block)) {
            return false;
        }
        // In this order: the piece may get its hash in between.
        if (store.holds(block.piece(), block.offsetBytes(), block.lengthBytes())) {
            policy.requestedEarly(peer, block, System.nanoTime());
        } else if (store.isVerified(block.piece())) {
            policy.requested(peer, block, System.nanoTime());
        }
        return true;
    }

    @Override
    public void serve(RemotePeer peer, boolean isServed) {
        if (!isServed) {
            peer.link.dropQueuedBlocks();
        }
        peer.link.send(isServed ? Unchoke.instance() : Choke.instance());
    }

    @Override
    public int queuedBytes(RemotePeer peer) {
        return peer.link.queuedBlockBytes();
    }

    /** The peer left. */
    void peerWent(RemotePeer peer) {
        policy.peerWent(peer);
        pace.forget(peer);
    }

    @Override
    public boolean mayRead(RemotePeer peer) {
        return pace.mayTake(peer, () -> {
            synchronized (lock) {
                policy.pump(System.nanoTime());
            }
        });
    }

    @Override
    public void read(RemotePeer peer, Block block) {
        pace.take(peer, block.lengthBytes());
        boolean isHere = store.read(block.piece(), block.offsetBytes(), block.lengthBytes(), new BlockRead() {
            private boolean isReady;

            @Override
            public void ready(Payload payload) {
                boolean isWanted;
                synchronized (lock) {
                    isReady = true;
                    isWanted = policy.wasRead(peer, block);
                }
                if (isWanted) {
                    peer.link.sendBlock(block.piece(), block.offsetBytes(), block.lengthBytes(), payload);
                } else {
                    payload.release();
                }
            }

            @Override
            public void failed(Problem problem) {
                synchronized (lock) {
                    if (!isReady) {
                        policy.wasRead(peer, block);
                    }
                    onReadFailure.readFailed(block.piece(), problem);
                }
            }
        });
        if (!isHere) {
            // A part of a piece that turned out wrong.
            policy.wasRead(peer, block);
        }
    }
}
