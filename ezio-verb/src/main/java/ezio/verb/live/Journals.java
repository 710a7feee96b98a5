package ezio.verb.live;

import ezio.core.disk.TargetIdentity;
import ezio.core.torrent.InfoHash;
import ezio.core.torrent.TorrentSpec;
import ezio.core.torrent.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of {@link RestoreJournal}s, one for each image and target. They save time and nothing else depends on them:
 * where the directory cannot be read or written, restores begin anew.
 */
record Journals(Path directory) {

    private static final Logger LOG = LoggerFactory.getLogger(Journals.class);

    private static final String ENDING = ".journal";
    private static final Duration KEPT = Duration.ofDays(30);

    /**
     * What is on record.
     *
     * @param journal empty where there is none that can be read
     * @param isDamaged there is one that cannot
     */
    record Found(Optional<RestoreJournal> journal, boolean isDamaged) {
        static final Found NOTHING = new Found(Optional.empty(), false);
    }

    /** Looks for the journal of a torrent on a target, which need not be there. */
    Found find(TorrentSpec torrent, Path place) {
        Optional<TargetIdentity> identity = TargetIdentity.of(place);
        if (identity.isEmpty()) {
            return Found.NOTHING;
        }
        Path file = file(torrent.infoHash(), identity.get());
        try {
            Optional<RestoreJournal> journal = RestoreJournal.parse(Files.readString(file))
                    .filter(each -> each.torrent().equals(torrent.infoHash())
                            && each.pieceCount() == torrent.pieceCount()
                            && each.target().equals(identity.get()));
            return new Found(journal, journal.isEmpty());
        } catch (NoSuchFileException e) {
            return Found.NOTHING;
        } catch (IOException e) {
            LOG.warn("cannot read {}", file, e);
            return new Found(Optional.empty(), true);
        }
    }

    /** Returns whether a restore of a torrent, or of any, is on record that has made the target itself. */
    boolean isMade(Path place, Optional<InfoHash> torrent) {
        Optional<TargetIdentity> identity = TargetIdentity.of(place);
        if (identity.isEmpty() || !Files.isDirectory(directory)) {
            return false;
        }
        String files = torrent.map(InfoHash::hex).orElse("*") + ending(identity.get());
        try (DirectoryStream<Path> journals = Files.newDirectoryStream(directory, files)) {
            for (Path file : journals) {
                if (RestoreJournal.parse(Files.readString(file))
                        .filter(RestoreJournal::isOurs)
                        .filter(each -> each.target().equals(identity.get()))
                        .isPresent()) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("cannot read {}", directory, e);
        }
        return false;
    }

    /** Writes a journal in place of the one before; returns when it is on the medium. */
    void write(RestoreJournal journal) {
        Path file = file(journal.torrent(), journal.target());
        try {
            Files.createDirectories(directory);
            if (!Files.exists(file)) {
                removeOld();
            }
            byte[] bytes = journal.text().getBytes(StandardCharsets.UTF_8);
            WholeFile.write(file, out -> out.write(bytes));
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot write {}: after a crash the restore would begin anew", file, e);
        }
    }

    /** Removes the journal of a restore that is complete, or begins anew. */
    void remove(InfoHash torrent, TargetIdentity target) {
        try {
            Files.deleteIfExists(file(torrent, target));
        } catch (IOException e) {
            LOG.warn("cannot remove {}", file(torrent, target), e);
        }
    }

    private Path file(InfoHash torrent, TargetIdentity target) {
        return directory.resolve(torrent.hex() + ending(target));
    }

    private static String ending(TargetIdentity target) {
        UUID hashed = UUID.nameUUIDFromBytes(target.text().getBytes(StandardCharsets.UTF_8));
        return "-" + hashed.toString().substring(0, 8) + ENDING;
    }

    // Of targets that were given up.
    private void removeOld() throws IOException {
        Instant limit = Instant.now().minus(KEPT);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + ENDING)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
