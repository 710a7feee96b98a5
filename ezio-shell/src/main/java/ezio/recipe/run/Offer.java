package ezio.recipe.run;

import ezio.core.torrent.InfoHash;
import ezio.verb.live.Resumption;
import java.nio.file.Path;
import java.util.Optional;

/** An image that takes part in the swarm because of a step: seeded, or restored. Safe for use by any thread. */
public interface Offer {

    /** Returns what the recipe calls it. */
    String imageName();

    InfoHash infoHash();

    Path path();

    long totalBytes();

    /** Returns how a restore goes on where an earlier one was; empty for a seed, and for what begins anew. */
    Optional<Resumption> resumption();

    /** Takes moments; also after it has left. */
    OfferStatus status();

    /** Leaves the swarm; writes, syncs and closes what is open. Blocks some seconds at most; again: nothing. */
    void stop(String reason);
}
