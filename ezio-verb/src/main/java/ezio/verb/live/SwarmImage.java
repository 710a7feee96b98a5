package ezio.verb.live;

import ezio.core.swarm.PeerAccount;
import ezio.core.swarm.TransferStatus;
import ezio.core.torrent.InfoHash;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One image on a {@link Node}, wherever that is.
 *
 * <p>Implementations must be safe for use by any thread. Where the node is far, a call may block for as long as an answer
 * takes, and end with the {@link ezio.core.problem.Problem} of a node that does not answer.
 */
public interface SwarmImage {

    /** Which way the image goes. */
    enum Role {
        SEED,
        RESTORE
    }

    Role role();

    /** Returns what its torrent calls it. */
    String name();

    InfoHash infoHash();

    /** Returns the device, file or directory, as it was given. */
    Path path();

    /** Returns how it goes on where an earlier restore was; empty for a seed, and for what begins anew. */
    Optional<Resumption> resumption();

    /** Returns whether every piece of a seed was compared, or will be before it is served. */
    boolean isChecked();

    /** Returns when it came onto the node. */
    Instant since();

    /**
     * Returns how it stands; also after it left. Of a node that has not answered for long, the state is FAILED, and the
     * failure says so.
     */
    TransferStatus status();

    /** Returns what was exchanged with every machine that was ever met, also with those that are gone. */
    List<PeerAccount> accounts();

    /** Returns whether everything is verified, written, synced, and on record. */
    boolean isComplete();

    /** Returns whether it has left the node, for whatever reason. */
    boolean hasLeft();

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
     * @param reason what the event says
     * @throws ezio.core.problem.Problem if it could not be synced, or the node does not answer
     */
    void stop(String reason);
}
