package ezio.verb.live;

import ezio.core.swarm.PeerAccount;
import ezio.core.swarm.TransferStatus;
import ezio.core.torrent.TorrentSpec;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One image on a node. Safe for use by any thread. */
public interface LiveImage {

    /** Which way the image goes. */
    enum Role {
        SEED,
        RESTORE
    }

    Role role();

    TorrentSpec torrent();

    /** Returns the device, file or directory, as it was given. */
    Path path();

    /** Returns how it goes on where an earlier restore was; empty for a seed, and for what begins anew. */
    Optional<Resumption> resumption();

    /** Returns when it came onto the node. */
    Instant since();

    /** Cheap enough to be asked many times a second; also after the image left. */
    TransferStatus status();

    /** Returns what was exchanged with every machine that was ever met, also with those that are gone. */
    List<PeerAccount> accounts();

    /**
     * Ends when everything is verified, written, synced and recorded; for a seed at once or after its check. Ends
     * exceptionally with the {@link ezio.core.problem.Problem} that stopped it, or with
     * {@link java.util.concurrent.CancellationException} where it was stopped before.
     */
    CompletableFuture<Void> completion();

    /**
     * Ends when it has left the node and its file is closed: with the reason ("asked to", or what its stop rule says),
     * exceptionally with the {@link ezio.core.problem.Problem} that ended it.
     */
    CompletableFuture<String> ended();

    /** Tells of a peer to connect to. */
    void addPeer(InetSocketAddress address);

    /**
     * Asks for nothing and serves nothing until {@link #resume}; connections are closed, trackers told, what has arrived is
     * written and synced. What is complete stays complete. Blocks until the disk is done.
     */
    void pause();

    /** Goes on at once. */
    void resume();

    /**
     * Leaves the node: tells the trackers, writes what has arrived, syncs, closes. Blocks some seconds at most; called again
     * it waits for the first call and does nothing.
     *
     * @param reason what {@link #ended} and the event say
     */
    void stop(String reason);
}
