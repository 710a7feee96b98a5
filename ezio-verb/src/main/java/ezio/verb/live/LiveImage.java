package ezio.verb.live;

import ezio.core.torrent.InfoHash;
import ezio.core.torrent.TorrentSpec;
import java.util.concurrent.CompletableFuture;

/** One image on a node of this program. Safe for use by any thread. */
public interface LiveImage extends SwarmImage {

    TorrentSpec torrent();

    @Override
    default String name() {
        return torrent().name();
    }

    @Override
    default InfoHash infoHash() {
        return torrent().infoHash();
    }

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

    @Override
    default boolean isComplete() {
        return completion().isDone() && !completion().isCompletedExceptionally() && status().isComplete();
    }

    @Override
    default boolean hasLeft() {
        return ended().isDone();
    }
}
