package ezio.recipe.run;

import ezio.core.problem.Problem;
import ezio.core.progress.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An image on a node, at one moment.
 *
 * @param progress of a restore, or of hashing
 * @param uploadedBytes payload sent so far
 * @param downloadedBytes payload received so far
 * @param sinceLastUpload empty if nothing was ever sent
 * @param peers every machine that was ever met
 * @param note why nothing moves, in the words of the user
 * @param failure what ended it, in state FAILED
 */
public record OfferStatus(
        State state,
        Progress progress,
        long uploadedBytes,
        long downloadedBytes,
        Optional<Duration> sinceLastUpload,
        List<PeerView> peers,
        Optional<String> note,
        Optional<Problem> failure) {

    /** Where it stands. */
    public enum State {
        /** Being hashed or fetched. */
        UNDER_WAY,
        /** Everything is held, and offered to others. */
        COMPLETE,
        /** It was stopped, or its stop rule was met. */
        GONE,
        FAILED
    }
}
