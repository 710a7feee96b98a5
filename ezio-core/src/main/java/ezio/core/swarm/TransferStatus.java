package ezio.core.swarm;

import ezio.core.problem.Problem;
import ezio.core.unit.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One image on this node, at one moment.
 *
 * @param isPaused nothing is asked for or served; the state stays what it was
 * @param piecesHeld pieces that are verified and written
 * @param bytesHeld the bytes of those pieces; progress is {@code bytesHeld / bytesTotal}
 * @param download payload that arrives; while checking, what is read and hashed
 * @param downloadedBytes payload received since the start, with what had to be thrown away
 * @param uploadedBytes payload sent since the start
 * @param rejectedPieces pieces that arrived and did not have their hash; nothing of them was written
 * @param peers the connected ones
 * @param copies peers that were ever seen to hold everything
 * @param sinceLastUpload empty if nothing was ever sent
 * @param note why nothing moves, in the words of the user ("no peer found yet", "tracker …: refused"); empty if it moves
 * @param failure what ended the transfer, in state FAILED
 */
public record TransferStatus(
        State state,
        boolean isPaused,
        int piecesHeld,
        int piecesTotal,
        long bytesHeld,
        long bytesTotal,
        long downloadedBytes,
        long uploadedBytes,
        long rejectedPieces,
        Rate download,
        Rate upload,
        Duration elapsed,
        List<PeerStatus> peers,
        int copies,
        Optional<Duration> sinceLastUpload,
        Optional<String> note,
        Optional<Problem> failure) {

    /** Where a transfer stands. */
    public enum State {
        /** Hashing what is already there. */
        CHECKING,
        DOWNLOADING,
        /** Every piece is written; the device is being synced. */
        SYNCING,
        /** Complete: everything is verified, written and synced, and served to others. */
        SEEDING,
        /** Ended by a problem; nothing goes on, and the image is not complete. */
        FAILED,
        STOPPED
    }

    public double fraction() {
        return bytesTotal == 0 ? 1 : (double) bytesHeld / bytesTotal;
    }

    public boolean isComplete() {
        return state == State.SEEDING;
    }

    /** Returns how long the rest takes at the present rate; empty while nothing arrives. */
    public Optional<Duration> timeLeft() {
        return (state == State.DOWNLOADING || state == State.CHECKING) && download.bytesPerSecond() > 1
                ? Optional.of(download.timeFor(bytesTotal - bytesHeld))
                : Optional.empty();
    }
}
