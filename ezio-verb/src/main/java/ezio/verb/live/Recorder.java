package ezio.verb.live;

import ezio.core.disk.TargetIdentity;
import ezio.core.disk.WriteMark;
import ezio.core.torrent.TorrentSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.Optional;

/** Keeps the journal of one restore. Where its target cannot be identified, nothing is recorded. Safe for any thread. */
final class Recorder {

    private final Journals journals;
    private final TorrentSpec torrent;
    private final Path place;
    private final boolean isOurs;
    private final Optional<TargetIdentity> identity;
    private Optional<RestoreJournal> last = Optional.empty();
    private boolean isOver;

    /**
     * @param place the target, which is there by now
     * @param isOurs whether the restore made it
     */
    Recorder(Journals journals, TorrentSpec torrent, Path place, boolean isOurs) {
        this.journals = journals;
        this.torrent = torrent;
        this.place = place;
        this.isOurs = isOurs;
        this.identity = TargetIdentity.of(place);
    }

    /** Forgets what an earlier restore has put on record. */
    void beginAnew() {
        identity.ifPresent(target -> journals.remove(torrent.infoHash(), target));
    }

    /** These pieces are on the medium. Blocks until that is on record. */
    synchronized void synced(BitSet held) {
        if (!isOver && identity.isPresent()) {
            RestoreJournal journal = new RestoreJournal(
                    torrent.infoHash(),
                    torrent.pieceCount(),
                    identity.get(),
                    isOurs,
                    Instant.now(),
                    Optional.empty(),
                    held);
            last = Optional.of(journal);
            journals.write(journal);
        }
    }

    /** Nothing is written any more, and the target is closed: what is on record can be trusted while that stays so. */
    synchronized void seal() {
        if (!isOver && last.isPresent()) {
            isOver = true;
            journals.write(last.get().withMark(WriteMark.take(place)));
        }
    }

    /** The restore failed, and its target is closed. */
    synchronized void end() {
        isOver = true;
    }

    /** The restore is complete. */
    synchronized void complete() {
        isOver = true;
        beginAnew();
    }
}
