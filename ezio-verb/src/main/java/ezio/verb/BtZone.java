package ezio.verb;

import ezio.core.extent.ExtentMap;
import ezio.core.image.SliceImage;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.torrent.PieceLength;
import ezio.core.torrent.TorrentDraft;
import ezio.core.torrent.TorrentFiles;
import ezio.core.torrent.TorrentSpec;
import ezio.partclone.TorrentInfoText;
import ezio.partclone.clonezilla.ClonezillaImage;
import ezio.partclone.clonezilla.SavedPart;
import ezio.partclone.clonezilla.SavedPart.Content;
import ezio.partclone.image.ExtentCut;
import ezio.partclone.image.ImageTorrent;
import ezio.partclone.image.PartcloneImage;
import ezio.partclone.image.PartitionImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Makes what Clonezilla's scripts make of an image before they deploy it over BitTorrent, so that they need not.
 *
 * <pre>
 *   btzone/IMG/sda1/00000000000000000000000000000000 …   the slices, as "partclone -r -T" cuts them
 *   btzone/IMG/sda1.torrent.info                         as partclone writes it
 *   btzone/IMG/sda1.torrent                              pieces of 16 MiB
 *   btzone/IMG/Info-img-id.txt                           that of the image: they compare it
 * </pre>
 *
 * All of it is made under another name and renamed at the end: to the scripts, slices that are there are complete.
 */
public final class BtZone {

    // They replace an address that is not that of their tracker, port and all, and add none where there is none.
    static final String NO_TRACKER = "http://0.0.0.0:6969/announce";

    private static final String ID_FILE = "Info-img-id.txt";

    private final BtZoneOrder order;
    private final ClonezillaImage image;
    private final List<SavedPart> parts;
    private final List<SavedPart> skipped;
    private final Path target;

    /**
     * One partition that was done.
     *
     * @param slices the directory
     */
    public record Done(SavedPart part, TorrentSpec torrent, Path file, Path slices) {}

    private BtZone(
            BtZoneOrder order, ClonezillaImage image, List<SavedPart> parts, List<SavedPart> skipped, Path target) {
        this.order = order;
        this.image = image;
        this.parts = parts;
        this.skipped = skipped;
        this.target = target;
    }

    /**
     * Reads the lists of the image; blocks a short time, and writes nothing.
     *
     * @throws ezio.partclone.clonezilla.BadClonezillaImage if it is none
     * @throws BtZoneProblem if it lacks something, or the result is there already
     */
    public static BtZone prepare(BtZoneOrder order) {
        ClonezillaImage image = ClonezillaImage.read(order.image());
        List<SavedPart> parts = new ArrayList<>();
        List<SavedPart> skipped = new ArrayList<>();
        for (SavedPart part : image.parts()) {
            if (!order.parts().isEmpty() && !order.parts().contains(part.name())) {
                continue;
            }
            if (part.content().isReadable()) {
                parts.add(part);
            } else if (part.content() == Content.MISSING || part.content() == Content.PARTIMAGE) {
                throw BtZoneProblem.incomplete(order.image(), part);
            } else {
                skipped.add(part);
            }
        }
        List<String> names = image.readableParts().stream().map(SavedPart::name).toList();
        for (String name : order.parts()) {
            if (!names.contains(name)) {
                throw BtZoneProblem.noSuchPart(order.image(), name, names);
            }
        }
        if (parts.isEmpty()) {
            throw BtZoneProblem.nothing(order.image());
        }
        String name = String.valueOf(order.image().toAbsolutePath().normalize().getFileName());
        Path target = order.zone().resolve(name);
        if (Files.exists(target) && !order.isReplacing()) {
            throw BtZoneProblem.inTheWay(target);
        }
        return new BtZone(order, image, parts, skipped, target);
    }

    public List<SavedPart> parts() {
        return parts;
    }

    /** Returns those of which nothing is to be deployed over BitTorrent: swap space, physical volumes. */
    public List<SavedPart> skipped() {
        return skipped;
    }

    /** Returns the directory that is made. */
    public Path target() {
        return target;
    }

    /** Is told which partition is next. */
    @FunctionalInterface
    public interface Listener {
        /** Returns what listens to its progress. */
        ProgressListener begins(SavedPart part);
    }

    /**
     * Makes everything; blocks until it is on the medium. After a failure nothing of it is left, and what was there
     * before is.
     *
     * @throws ezio.core.problem.Problem if an image is damaged, or something cannot be written
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled
     */
    public List<Done> make(Listener listener, CancelToken cancel) {
        Path partial = target.resolveSibling("." + target.getFileName() + ".partial."
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            Files.createDirectories(partial);
            List<Done> done = new ArrayList<>();
            for (SavedPart part : parts) {
                done.add(make(part, partial, listener.begins(part), cancel));
            }
            Path id = order.image().resolve(ID_FILE);
            if (Files.exists(id)) {
                Files.copy(id, partial.resolve(ID_FILE), StandardCopyOption.COPY_ATTRIBUTES);
            }
            cancel.throwIfCancelled();
            putInPlace(partial);
            return done;
        } catch (IOException e) {
            throw BtZoneProblem.unwritable(target, e);
        } finally {
            removeAll(partial);
        }
    }

    private Done make(SavedPart part, Path partial, ProgressListener progress, CancelToken cancel) {
        PartitionImage open = image.open(part.name()).measured(cancel);
        ExtentMap extents = open.extents(ExtentCut.IMAGE, ExtentCut.CLONEZILLA_BUFFER_BYTES);
        TorrentDraft draft = NewSlices.write(
                partial.resolve(part.name()), extents, slices -> hash(open, part.name(), slices, progress, cancel));
        List<String> trackers = order.trackers().isEmpty() ? List.of(NO_TRACKER) : order.trackers();
        draft = draft.withCreated(Instant.now())
                .withTrackers(trackers.stream().map(List::of).toList());
        if (order.creator().isPresent()) {
            draft = draft.withCreator(order.creator().get());
        }
        TorrentSpec torrent = draft.toSpec();
        String fileName = part.name() + ".torrent";
        info(open, torrent).write(partial.resolve(fileName + ".info"));
        TorrentFiles.write(torrent, partial.resolve(fileName));
        return new Done(part, torrent, target.resolve(fileName), target.resolve(part.name()));
    }

    private TorrentDraft hash(
            PartitionImage open, String name, SliceImage slices, ProgressListener progress, CancelToken cancel) {
        return new ImageTorrent(open, ExtentCut.IMAGE, ExtentCut.CLONEZILLA_BUFFER_BYTES)
                .make(name, OptionalInt.of(PieceLength.PARTCLONE), List.of(slices), order.threads(), progress, cancel);
    }

    private static TorrentInfoText info(PartitionImage open, TorrentSpec torrent) {
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        for (int piece = 0; piece < torrent.pieceCount(); piece++) {
            hashes.writeBytes(torrent.pieceHash(piece));
        }
        OptionalLong used = open.usedBytes();
        long blocks = open instanceof PartcloneImage partclone
                ? partclone.header().totalBlocks()
                : used.orElseThrow() / open.blockBytes();
        return new TorrentInfoText(open.blockBytes(), blocks, torrent.extents(), Optional.of(hashes.toByteArray()));
    }

    private void putInPlace(Path partial) throws IOException {
        Path old = partial.resolveSibling(partial.getFileName() + ".old");
        boolean isReplacing = Files.exists(target);
        if (isReplacing) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        boolean isInPlace = false;
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            isInPlace = true;
        } finally {
            if (isReplacing && !isInPlace) {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        ezio.core.disk.Durability.syncDirectory(order.zone());
        removeAll(old);
    }

    private static void removeAll(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // What led here is the one to tell; its name says that it is not complete.
        }
    }
}
