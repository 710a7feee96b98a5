package ezio.verb.live;

import ezio.core.disk.WriteMark;
import ezio.core.image.ImageTarget;
import ezio.core.swarm.Prior;
import ezio.core.torrent.TorrentSpec;
import ezio.verb.HashLedger;
import ezio.verb.live.Resumption.Reason;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;

/**
 * What a restore begins with.
 *
 * @param resumption empty where it begins anew, or was told what to do
 */
record Continuation(Prior prior, Optional<Resumption> resumption) {

    /** Decides what is believed of an opened target; blocks until it is synced, where that matters. */
    static Continuation of(
            RestoreOrder order, Path place, ImageTarget target, Journals.Found found, HashLedger ledger) {
        TorrentSpec torrent = order.torrent();
        if (order.fill() != Fill.RESUME) {
            boolean isHashed = order.fill() == Fill.RECHECK;
            return new Continuation(isHashed ? Prior.allDoubtful(torrent) : Prior.nothing(), Optional.empty());
        }
        if (found.isDamaged()) {
            return hashingAll(torrent, Reason.DAMAGED);
        }
        if (found.journal().isEmpty()) {
            return ledger.find(torrent.infoHash(), place).isPresent()
                    ? hashingAll(torrent, Reason.COMPLETE)
                    : new Continuation(Prior.nothing(), Optional.empty());
        }
        RestoreJournal journal = found.journal().get();
        int count = journal.held().cardinality();
        if (count == 0) {
            return new Continuation(Prior.nothing(), Optional.empty());
        }
        if (journal.mark().isEmpty()) {
            return hashing(journal, count, Reason.CUT_OFF);
        }
        // What others have written may still be in memory, where it is not counted.
        target.sync();
        if (!journal.mark().equals(WriteMark.take(place))) {
            return hashing(journal, count, Reason.TOUCHED);
        }
        return new Continuation(
                new Prior(journal.held(), new BitSet()),
                Optional.of(new Resumption(Reason.STOPPED, count, 0, journal.pieceCount())));
    }

    private static Continuation hashing(RestoreJournal journal, int count, Reason reason) {
        return new Continuation(
                new Prior(new BitSet(), journal.held()),
                Optional.of(new Resumption(reason, 0, count, journal.pieceCount())));
    }

    private static Continuation hashingAll(TorrentSpec torrent, Reason reason) {
        return new Continuation(
                Prior.allDoubtful(torrent),
                Optional.of(new Resumption(reason, 0, torrent.pieceCount(), torrent.pieceCount())));
    }
}
