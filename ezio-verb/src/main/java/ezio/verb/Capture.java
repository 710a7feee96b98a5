package ezio.verb;

import ezio.core.disk.BlockDevice;
import ezio.core.disk.ChannelDevice;
import ezio.core.disk.DeviceFailure;
import ezio.core.disk.SourceGuard;
import ezio.core.disk.SourceRefusal;
import ezio.core.extent.Extent;
import ezio.core.extent.ExtentMap;
import ezio.core.image.ImageSource;
import ezio.core.image.SliceImage;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.progress.ProgressMeter;
import ezio.core.torrent.PieceHasher;
import ezio.core.torrent.PieceLength;
import ezio.core.torrent.TorrentDraft;
import ezio.core.torrent.TorrentFiles;
import ezio.core.torrent.TorrentSpec;
import ezio.partclone.TorrentInfoFile;
import ezio.partclone.TorrentInfoText;
import ezio.partclone.capture.BootSector;
import ezio.partclone.capture.FileSystems;
import ezio.partclone.capture.PartcloneCommand;
import ezio.partclone.image.BlockMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Captures one source, in two steps: {@link #prepare} lets partclone find the used blocks, {@link #make} reads and hashes
 * them and writes the results.
 */
public final class Capture {

    // partclone's "dd" counts in these.
    private static final int SECTOR_BYTES = 512;

    private final CaptureOrder order;
    private final CaptureSource source;
    private final Optional<PartcloneCommand> partclone;
    private final BlockMap map;
    private final ExtentMap extents;
    private final Optional<Extent> bootSectorCopy;
    private final long deviceBytes;
    private final long neededBytes;
    private final Optional<Fingerprint> before;

    private Capture(
            CaptureOrder order,
            CaptureSource source,
            Optional<PartcloneCommand> partclone,
            BlockMap map,
            ExtentMap extents,
            Optional<Extent> bootSectorCopy,
            long deviceBytes,
            long neededBytes,
            Optional<Fingerprint> before) {
        this.order = order;
        this.source = source;
        this.partclone = partclone;
        this.map = map;
        this.extents = extents;
        this.bootSectorCopy = bootSectorCopy;
        this.deviceBytes = deviceBytes;
        this.neededBytes = neededBytes;
        this.before = before;
    }

    /**
     * Finds the used blocks; blocks until partclone has found them. Nothing is written.
     *
     * @throws ezio.core.disk.MissingProgram if partclone's program for the file system is missing
     * @throws ezio.core.problem.Problem if the used blocks cannot be found, or the order contradicts itself
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled
     */
    public static Capture prepare(
            CaptureOrder order, CaptureSource source, ProgressListener progress, CancelToken cancel) {
        checkPieceLength(order, source);
        Optional<Fingerprint> before = Fingerprint.take(source.path());
        try (BlockDevice device = ChannelDevice.openForReading(source.path())) {
            long deviceBytes = device.sizeBytes();
            if (deviceBytes == 0) {
                throw UnsuitableSource.empty(source.path());
            }
            Optional<PartcloneCommand> partclone = source.fileSystem()
                    .map(known -> PartcloneCommand.of(
                            known,
                            source.path(),
                            deviceBytes,
                            SourceGuard.ofThisSystem().isMounted(source.path())));
            BlockMap map = partclone
                    .map(command -> command.readBlockMap(progress, cancel))
                    .orElseGet(() -> BlockMap.whole(source.path().toString(), deviceBytes, SECTOR_BYTES));
            Optional<BootSector> boot = source.fileSystem().flatMap(known -> BootSector.read(device, known));
            Optional<Extent> copy =
                    order.hasBootSectorCopy() ? boot.flatMap(sector -> sector.findCopy(device)) : Optional.empty();
            ExtentMap extents = extents(map, order, deviceBytes, copy);
            long neededBytes = Math.max(extents.endBytes(), map.fileSystemBytes());
            long bootBytes = boot.map(BootSector::neededBytes).orElse(0L);
            return new Capture(
                    order,
                    source,
                    partclone,
                    map,
                    extents,
                    copy,
                    deviceBytes,
                    Math.min(deviceBytes, Math.max(neededBytes, bootBytes)),
                    before);
        }
    }

    private static void checkPieceLength(CaptureOrder order, CaptureSource source) {
        order.pieceLength().ifPresent(length -> PieceLength.check(length.bytes()));
        if (!order.isHashedByPartclone()) {
            return;
        }
        if (order.pieceLength()
                .filter(length -> length.bytes() != PieceLength.PARTCLONE)
                .isPresent()) {
            throw CaptureProblem.hashesAreFixed();
        }
        if (source.fileSystem().isEmpty()) {
            throw CaptureProblem.wholeByPartclone(source.path());
        }
    }

    private static ExtentMap extents(BlockMap map, CaptureOrder order, long deviceBytes, Optional<Extent> copy) {
        ExtentMap cut = map.extents(order.cut(), order.bufferBytes());
        boolean isLonger = cut.endBytes() > deviceBytes;
        boolean isAdding =
                copy.filter(extent -> extent.offsetBytes() >= cut.endBytes()).isPresent();
        if (!isLonger && !isAdding) {
            return cut;
        }
        ExtentMap.Builder extents = ExtentMap.builder();
        for (int i = 0; i < cut.count(); i++) {
            // The last sector of an image file can be a part of one.
            long end = Math.min(deviceBytes, cut.offsetBytes(i) + cut.lengthBytes(i));
            extents.add(cut.offsetBytes(i), end - cut.offsetBytes(i));
        }
        if (isAdding) {
            extents.add(copy.get().offsetBytes(), copy.get().lengthBytes());
        }
        return extents.build();
    }

    public CaptureSource source() {
        return source;
    }

    public ExtentMap extents() {
        return extents;
    }

    public long deviceBytes() {
        return deviceBytes;
    }

    /** Returns where NTFS's copy of the boot sector is, if it is captured. */
    public Optional<Extent> bootSectorCopy() {
        return bootSectorCopy;
    }

    /** Tells whether NTFS's copy of the boot sector was to be captured, and is nowhere. */
    public boolean lacksBootSectorCopy() {
        return order.hasBootSectorCopy()
                && bootSectorCopy.isEmpty()
                && source.fileSystem().filter(FileSystems.NTFS::equals).isPresent();
    }

    public Path torrentFile() {
        return torrentFile(order, source);
    }

    /** Returns the .torrent that a source gets. */
    public static Path torrentFile(CaptureOrder order, CaptureSource source) {
        return order.directory().resolve(fileName(source) + ".torrent");
    }

    private static String fileName(CaptureSource source) {
        return source.name().replace('/', '-');
    }

    private Path infoFile() {
        return order.directory().resolve(fileName(source) + ".torrent.info");
    }

    private Optional<Path> slicesDirectory() {
        return order.hasSlices() ? Optional.of(order.directory().resolve(fileName(source))) : Optional.empty();
    }

    /**
     * Reads the used blocks, hashes them, and writes slices, torrent.info and torrent; blocks until they are on the
     * medium. After a failure none of them is left.
     *
     * @throws ezio.core.problem.Problem if the source cannot be read or was changed meanwhile, or a result not be written
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled
     */
    public CapturedImage make(ProgressListener progress, CancelToken cancel) {
        boolean isNew = makeDirectory(order.directory());
        boolean isComplete = false;
        try {
            Optional<Path> slices = slicesDirectory();
            CapturedImage image = slices.isPresent()
                    ? NewSlices.write(slices.get(), extents, target -> make(Optional.of(target), progress, cancel))
                    : make(Optional.empty(), progress, cancel);
            isComplete = true;
            return image;
        } finally {
            if (isNew && !isComplete) {
                remove(order.directory());
            }
        }
    }

    private CapturedImage make(Optional<SliceImage> slices, ProgressListener progress, CancelToken cancel) {
        int pieceLength = order.isHashedByPartclone()
                ? PieceLength.PARTCLONE
                : order.pieceLength()
                        .map(length -> PieceLength.check(length.bytes()))
                        .orElseGet(() -> PieceLength.choose(extents.totalBytes()));
        byte[] hashes = order.isHashedByPartclone()
                ? hashByPartclone(slices, progress, cancel)
                : hash(0, pieceLength, slices, progress, cancel);
        slices.ifPresent(SliceImage::sync);
        if (!order.allowed().contains(SourceRefusal.MOUNTED_SOURCE)
                && !before.equals(Fingerprint.take(source.path()))) {
            throw CaptureProblem.changed(source.path());
        }
        cancel.throwIfCancelled();
        return write(spec(pieceLength, hashes), hashes);
    }

    private byte[] hash(
            long startBytes,
            int pieceLength,
            Optional<SliceImage> slices,
            ProgressListener progress,
            CancelToken cancel) {
        try (ImageSource image = RawImages.openForReading(source.path(), extents)) {
            if (startBytes == 0 && slices.isEmpty()) {
                return PieceHasher.hash(image, pieceLength, order.threads(), progress, cancel);
            }
            SequentialImage stream = new SequentialImage(image, startBytes, slices);
            ProgressMeter meter = new ProgressMeter(
                    "hashing " + source.path(), stream.totalBytes().getAsLong(), progress);
            return PieceHasher.hash(stream, pieceLength, order.threads(), meter::add, cancel);
        }
    }

    private byte[] hashByPartclone(Optional<SliceImage> slices, ProgressListener progress, CancelToken cancel) {
        // Beside the results, and never a directory that somebody named: partclone empties the one that it gets.
        Path fresh = order.directory()
                .resolve(".ezio-partclone."
                        + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        TorrentInfoFile info = partclone.get().hash(map, order.bufferBytes(), fresh, progress, cancel);
        byte[] hashes = info.pieceHashes();
        if (extents.totalBytes() != info.totalBytes()) {
            // The last sector of NTFS, which partclone does not know of, is in the last piece or behind it.
            long startBytes = info.totalBytes() / PieceLength.PARTCLONE * PieceLength.PARTCLONE;
            int kept = (int) (startBytes / PieceLength.PARTCLONE) * TorrentSpec.HASH_BYTES;
            byte[] last = hash(startBytes, PieceLength.PARTCLONE, Optional.empty(), ProgressListener.NONE, cancel);
            hashes = Arrays.copyOf(hashes, kept + last.length);
            System.arraycopy(last, 0, hashes, kept, last.length);
        }
        if (slices.isPresent() && !Arrays.equals(hashes, hash(0, PieceLength.PARTCLONE, slices, progress, cancel))) {
            throw CaptureProblem.hashesDiffer(source.path());
        }
        return hashes;
    }

    private TorrentSpec spec(int pieceLength, byte[] hashes) {
        TorrentDraft draft = TorrentDraft.of(source.name(), extents, pieceLength, hashes)
                .withDeviceBytes(neededBytes)
                .withPrivate(order.isPrivate())
                .withTrackers(order.trackers().stream().map(List::of).toList())
                .withCreated(Instant.now());
        if (order.creator().isPresent()) {
            draft = draft.withCreator(order.creator().get());
        }
        if (order.comment().isPresent()) {
            draft = draft.withComment(order.comment().get());
        }
        return draft.toSpec();
    }

    private CapturedImage write(TorrentSpec torrent, byte[] hashes) {
        boolean hasHashes = torrent.pieceLengthBytes() == PieceLength.PARTCLONE;
        new TorrentInfoText(
                        map.blockBytes(),
                        map.totalBlocks(),
                        extents,
                        hasHashes ? Optional.of(hashes) : Optional.empty())
                .write(infoFile());
        boolean isWritten = false;
        try {
            TorrentFiles.write(torrent, torrentFile());
            isWritten = true;
        } finally {
            if (!isWritten) {
                remove(infoFile());
            }
        }
        return new CapturedImage(torrent, torrentFile(), infoFile(), hasHashes, slicesDirectory());
    }

    /** Returns whether it was not there before. */
    private static boolean makeDirectory(Path directory) {
        boolean isNew = !Files.exists(directory);
        try {
            Files.createDirectories(directory);
            return isNew;
        } catch (IOException e) {
            throw DeviceFailure.open(directory.toString(), e);
        }
    }

    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The failure that led here is the one to tell.
        }
    }
}
