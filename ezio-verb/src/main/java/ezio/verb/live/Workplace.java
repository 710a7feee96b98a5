package ezio.verb.live;

import ezio.core.disk.TargetGuard;
import ezio.core.torrent.InfoHash;
import ezio.verb.HashLedger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * Where a node keeps what outlives it, and what says no to targets. Nothing of it need exist yet.
 *
 * @param ledgerFile the record of images that were hashed
 * @param imageCache the directory that packed images are unpacked to
 * @param journals the directory of what restores have written so far
 */
public record Workplace(Path ledgerFile, Path imageCache, Path journals, TargetGuard guard) {

    /** Returns the usual places below a user's directories, and the guard of this machine. */
    public static Workplace of(Path stateDirectory, Path cacheDirectory) {
        return new Workplace(
                stateDirectory.resolve("hashed"),
                cacheDirectory.resolve("images"),
                stateDirectory.resolve("journals"),
                TargetGuard.ofThisSystem());
    }

    public Workplace withImageCache(Path directory) {
        return new Workplace(ledgerFile, directory, journals, guard);
    }

    /**
     * Returns whether a restore has made a file or directory that it has not completed; blocks a short time. Nothing of
     * anybody else was ever in it.
     *
     * @param torrent what is to be restored now; empty where that is not known yet
     */
    public boolean isOfUnfinishedRestore(Path target, Optional<InfoHash> torrent) {
        return openJournals().isMade(target, torrent);
    }

    Journals openJournals() {
        return new Journals(journals);
    }

    HashLedger ledger() {
        return new HashLedger(ledgerFile, Clock.systemUTC());
    }
}
