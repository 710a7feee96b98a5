package ezio.verb;

import ezio.core.torrent.InfoHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers for a day which images were read or written whole and found to be what their torrent says, so that they need
 * not be hashed again before they are seeded.
 *
 * <p>A file of one line each, in the user's state directory. It saves time and nothing depends on it: where it cannot be
 * read or written, images are hashed.
 */
public final class HashLedger {

    private static final Logger LOG = LoggerFactory.getLogger(HashLedger.class);
    private static final Duration TRUSTED = Duration.ofDays(1);
    private static final int MOST_ENTRIES = 200;
    private static final int COLUMNS = 5;

    /** Where the knowledge comes from. */
    public enum How {
        MADE,
        VERIFIED,
        RESTORED
    }

    /** An image that was right at a moment, and was not written to since. */
    public record Entry(InfoHash infoHash, How how, Instant time, Path path) {

        /** Returns "the hashes made", "the check made" and the like, for "trusting … 2 minutes ago". */
        public String words() {
            return switch (how) {
                case MADE -> "the hashes made";
                case VERIFIED -> "the check done";
                case RESTORED -> "the restore done";
            };
        }
    }

    /** What an image looked like before it was read. */
    public static final class Glance {
        private final Path path;
        private final Optional<Fingerprint> fingerprint;

        private Glance(Path path, Optional<Fingerprint> fingerprint) {
            this.path = path;
            this.fingerprint = fingerprint;
        }
    }

    private record Line(Entry entry, String fingerprint) {}

    private final Path file;
    private final Clock clock;

    /**
     * @param file may not exist yet
     */
    public HashLedger(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Looks at an image before it is hashed, so that a change in the meantime shows; for {@link #record}. */
    public static Glance glance(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return new Glance(absolute, Fingerprint.take(absolute));
    }

    /** Remembers that the image that {@code before} was a glance at is what its torrent says. */
    public void record(InfoHash infoHash, How how, Glance before) {
        String path = before.path.toString();
        if (before.fingerprint.isEmpty() || path.chars().anyMatch(Character::isISOControl)) {
            return;
        }
        List<Line> lines = new ArrayList<>(read());
        lines.removeIf(line -> line.entry.path.equals(before.path));
        lines.add(new Line(
                new Entry(infoHash, how, clock.instant(), before.path),
                before.fingerprint.get().text()));
        write(lines.subList(Math.max(0, lines.size() - MOST_ENTRIES), lines.size()));
    }

    /** Returns what is known of an image that has not been written to since; empty if nothing is. */
    public Optional<Entry> find(InfoHash infoHash, Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return read().stream()
                .filter(line -> line.entry.path.equals(absolute)
                        && line.entry.infoHash.equals(infoHash)
                        && !line.entry.time.isAfter(clock.instant())
                        && line.entry.time.plus(TRUSTED).isAfter(clock.instant()))
                .filter(line -> Fingerprint.take(absolute)
                        .filter(now -> now.text().equals(line.fingerprint))
                        .isPresent())
                .map(Line::entry)
                .findFirst();
    }

    private List<Line> read() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .map(HashLedger::parse)
                            .flatMap(Optional::stream)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            LOG.warn("cannot read {}", file, e);
            return List.of();
        }
    }

    private static Optional<Line> parse(String text) {
        String[] columns = text.split("\t", COLUMNS);
        try {
            Entry entry = new Entry(
                    new InfoHash(columns[0]),
                    How.valueOf(columns[1].toUpperCase(Locale.ROOT)),
                    Instant.parse(columns[2]),
                    Path.of(columns[4]));
            return Optional.of(new Line(entry, columns[3]));
        } catch (RuntimeException e) {
            LOG.warn("{} is no line of a ledger", text);
            return Optional.empty();
        }
    }

    private void write(List<Line> lines) {
        List<String> text = lines.stream()
                .map(line -> String.join(
                        "\t",
                        line.entry.infoHash.hex(),
                        line.entry.how.name().toLowerCase(Locale.ROOT),
                        line.entry.time.toString(),
                        line.fingerprint,
                        line.entry.path.toString()))
                .toList();
        Path beside = file.resolveSibling(file.getFileName() + "."
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(beside, text);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("cannot write {}", file, e);
            try {
                Files.deleteIfExists(beside);
            } catch (IOException again) {
                LOG.warn("cannot remove {}", beside, again);
            }
        }
    }
}
