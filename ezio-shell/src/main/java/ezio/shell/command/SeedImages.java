package ezio.shell.command;

import ezio.core.image.ImageSource;
import ezio.core.progress.Progress;
import ezio.core.progress.ProgressListener;
import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.ByteSize;
import ezio.core.unit.TimeSpan;
import ezio.partclone.cache.ImageCache;
import ezio.verb.HashLedger;
import ezio.verb.Images;
import ezio.verb.PackedSeed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Opens the images of {@code ezio seed}; unpacks those that are packed. */
final class SeedImages {

    private final Session session;
    private final Path cacheDirectory;
    private final boolean isTrusted;
    private final boolean isDoubted;
    private final int threads;

    /**
     * An image that is open.
     *
     * @param place what is read, and what the ledger knows it by
     * @param isReady whether it was checked, or need not be
     */
    record Opened(ImageSource source, Path place, boolean isReady, boolean isChecked) {}

    SeedImages(Session session, Path cacheDirectory, boolean isTrusted, boolean isDoubted, int threads) {
        this.session = session;
        this.cacheDirectory = cacheDirectory;
        this.isTrusted = isTrusted;
        this.isDoubted = isDoubted;
        this.threads = threads;
    }

    /** Opens all of them, or none. */
    List<Opened> open(List<Pairs.Pair> pairs, boolean asSlices) {
        List<Images> found = pairs.stream()
                .map(pair -> Images.find(pair.path(), pair.torrent(), asSlices))
                .toList();
        List<Opened> opened = new ArrayList<>();
        boolean isComplete = false;
        try {
            for (int i = 0; i < found.size(); i++) {
                opened.add(open(found.get(i), pairs.get(i).torrent()));
            }
            isComplete = true;
            return opened;
        } finally {
            if (!isComplete) {
                opened.forEach(each -> each.source.close());
            }
        }
    }

    private Opened open(Images image, TorrentSpec torrent) {
        if (image.packed().isEmpty()) {
            return new Opened(image.open(), image.place(), false, false);
        }
        String label = torrent.name() + ": preparing";
        PackedSeed packed = new PackedSeed(
                new ImageCache(cacheDirectory),
                Ledgers.of(session.env()),
                threads,
                new Words(torrent.name(), session.progress("unpack", label)),
                session.cancel());
        try {
            PackedSeed.Ready ready = packed.open(image.packed().get(), torrent, isTrusted, isDoubted);
            return new Opened(ready.source(), ready.file(), true, ready.isChecked());
        } finally {
            session.console().progressEnded(label);
        }
    }

    /** Says what is done and why. */
    private final class Words implements PackedSeed.Listener {
        private final String name;
        private final ProgressListener progress;

        Words(String name, ProgressListener progress) {
            this.name = name;
            this.progress = progress;
        }

        @Override
        public void progressed(Progress now) {
            progress.progressed(now);
        }

        @Override
        public void waiting(Path file) {
            note("waiting for another process that works on " + file);
        }

        @Override
        public void unpacking(Path file, long totalBytes) {
            note("unpacking " + ByteSize.print(totalBytes) + " to " + file + ", once");
        }

        @Override
        public void trusting(Path file, HashLedger.Entry entry) {
            note(trust(entry) + ", unpacked in " + file);
        }

        @Override
        public void checking(Path file) {
            note("hashing " + file + " first; --trust skips that");
        }

        @Override
        public void damaged(Path file) {
            note(file + " is not what it was; unpacking again");
        }

        private void note(String text) {
            session.note("unpack", name + ": " + text);
        }
    }

    /** Returns "trusting the check done 2 minutes ago". */
    static String trust(HashLedger.Entry entry) {
        return "trusting " + entry.words() + " " + TimeSpan.printRounded(Duration.between(entry.time(), Instant.now()))
                + " ago";
    }
}
