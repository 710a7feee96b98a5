package ezio.core.swarm;

import ezio.core.torrent.TorrentSpec;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One image in the swarm: seeded from the start, or restored and then seeded. Made by {@link SwarmNode}; safe for use by
 * any thread.
 */
public interface Transfer {

    TorrentSpec torrent();

    /** Cheap enough to be asked many times a second. */
    TransferStatus status();

    /** Returns what was exchanged with every machine that was ever met, also with those that are gone. */
    List<PeerAccount> accounts();

    /**
     * Ends when every piece is verified, written, and the device synced; for a seed that is at once, or after its check.
     * Ends exceptionally with the {@link ezio.core.problem.Problem} that stopped the transfer, or with
     * {@link java.util.concurrent.CancellationException} after {@link #stop}.
     */
    CompletableFuture<Void> completion();

    /** Tells of a peer to connect to, beside those that trackers name. */
    void addPeer(InetSocketAddress address);

    /**
     * Asks for nothing and serves nothing until {@link #resume}: tells the trackers, closes the connections, writes and
     * syncs what has arrived. What is complete stays so, and a check that is under way goes on. Blocks until the disk is
     * done. Does nothing where the transfer is paused or has ended.
     */
    void pause();

    /** Goes on at once; does nothing where the transfer is not paused or has ended. */
    void resume();

    /**
     * Leaves the swarm: tells the trackers, closes connections, waits for writes that are under way, syncs what was
     * written, closes the image. Blocks until that is done, at most about {@code patience} for the network part. Calling
     * it again does nothing.
     */
    void stop(Duration patience);
}
