package ezio.verb;

import ezio.core.disk.BlockDevice;
import ezio.core.disk.ChannelDevice;
import ezio.core.extent.ExtentMap;
import ezio.core.image.ImageSource;
import ezio.core.image.RawImage;
import ezio.core.image.SliceImage;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.torrent.PieceHasher;
import ezio.core.torrent.PieceLength;
import ezio.core.torrent.TorrentDraft;
import ezio.core.torrent.TorrentSpec;
import ezio.partclone.TorrentInfoFile;
import ezio.partclone.image.ImageTorrent;
import ezio.partclone.image.PartitionImage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Makes one torrent, in two steps: {@link #prepare} looks at the source and finds most mistakes, {@link #make} hashes.
 */
public final class TorrentMaker {

    private final TorrentOrder order;
    private final SourceKind kind;
    private final String name;
    // Both empty for a packed raw image, whose length its end tells.
    private final Optional<ExtentMap> extents;
    private final OptionalLong deviceBytes;
    // 0 where nothing says it; the torrent itself then knows the end of the last extent only.
    private final long neededBytes;
    private final Optional<TorrentInfoFile> hashes;
    private final Optional<PartitionImage> image;

    private TorrentMaker(
            TorrentOrder order,
            SourceKind kind,
            String name,
            Optional<ExtentMap> extents,
            OptionalLong deviceBytes,
            long neededBytes,
            Optional<TorrentInfoFile> hashes,
            Optional<PartitionImage> image) {
        this.order = order;
        this.kind = kind;
        this.name = name;
        this.extents = extents;
        this.deviceBytes = deviceBytes;
        this.neededBytes = neededBytes;
        this.hashes = hashes;
        this.image = image;
    }

    private static TorrentMaker of(
            TorrentOrder order,
            SourceKind kind,
            String name,
            ExtentMap extents,
            long deviceBytes,
            long neededBytes,
            Optional<TorrentInfoFile> hashes) {
        return new TorrentMaker(
                order,
                kind,
                name,
                Optional.of(extents),
                OptionalLong.of(deviceBytes),
                neededBytes,
                hashes,
                Optional.empty());
    }

    /**
     * Finds out what the source is and which extents it has; blocks a short time.
     *
     * @throws ezio.core.problem.Problem if no torrent can be made of it, or the order contradicts itself
     */
    public static TorrentMaker prepare(TorrentOrder order) {
        SourceKind kind = SourceKind.read(order.source());
        String name = order.name().orElseGet(() -> ImageName.of(order.source(), kind));
        TorrentDraft.checkName(name);
        boolean isRaw = kind == SourceKind.DEVICE || kind == SourceKind.IMAGE_FILE;
        if (order.usedBlocks().isPresent() && !isRaw) {
            throw UnsuitableSource.usedBlocksOf(order.source(), kind.words());
        }
        order.pieceLength().ifPresent(length -> PieceLength.check(length.bytes()));
        if (order.slices().isPresent() && kind != SourceKind.PARTITION_IMAGE) {
            throw UnsuitableSource.slicesOf(order.source(), kind.words());
        }
        if (kind == SourceKind.PARTITION_IMAGE) {
            return ofPartitionImage(order, name);
        }
        if (kind == SourceKind.TORRENT_INFO) {
            return ofTorrentInfo(order, name);
        }
        if (kind == SourceKind.SLICES) {
            ExtentMap extents = SliceDirectory.readExtents(order.source());
            return of(order, kind, name, extents, extents.endBytes(), 0, Optional.empty());
        }
        try (BlockDevice device = ChannelDevice.openForReading(order.source())) {
            long sizeBytes = device.sizeBytes();
            if (sizeBytes == 0) {
                throw UnsuitableSource.empty(order.source());
            }
            Optional<TorrentInfoFile> used = order.usedBlocks().map(TorrentInfoFile::read);
            ExtentMap extents = used.map(TorrentInfoFile::extents).orElseGet(() -> ExtentMap.whole(sizeBytes));
            // A file system may be shorter than its partition; it then fits another one that is as long as itself.
            long neededBytes = used.map(TorrentInfoFile::fileSystemBytes)
                    .filter(bytes -> bytes > 0 && bytes <= sizeBytes)
                    .orElse(sizeBytes);
            // Throws where the used blocks are not of this device.
            new RawImage(device, extents);
            return of(order, kind, name, extents, sizeBytes, neededBytes, Optional.empty());
        }
    }

    private static TorrentMaker ofTorrentInfo(TorrentOrder order, String name) {
        if (order.pieceLength()
                .filter(length -> length.bytes() != PieceLength.PARTCLONE)
                .isPresent()) {
            throw UnsuitableSource.hashesAreGiven(order.source());
        }
        TorrentInfoFile info = TorrentInfoFile.read(order.source());
        if (!info.hasHashes()) {
            throw UnsuitableSource.hashesAreMissing(order.source());
        }
        return of(
                order,
                SourceKind.TORRENT_INFO,
                name,
                info.extents(),
                info.extents().endBytes(),
                info.fileSystemBytes(),
                Optional.of(info));
    }

    private static TorrentMaker ofPartitionImage(TorrentOrder order, String name) {
        order.slices().ifPresent(NewSlices::checkFree);
        PartitionImage image = PartitionImage.open(order.source());
        Optional<ExtentMap> extents = image.usedBytes().isPresent()
                ? Optional.of(image.extents(order.cut(), order.bufferBytes()))
                : Optional.empty();
        return new TorrentMaker(
                order,
                SourceKind.PARTITION_IMAGE,
                name,
                extents,
                image.deviceBytes(),
                0,
                Optional.empty(),
                Optional.of(image));
    }

    public SourceKind kind() {
        return kind;
    }

    /** Returns the image's name, as the torrent will have it. */
    public String name() {
        return name;
    }

    /** Returns the extents of the torrent; empty for a packed raw image, which must be read first. */
    public Optional<ExtentMap> extents() {
        return extents;
    }

    /** Returns the size of the device; where there is none, the end of the last extent; empty as the extents are. */
    public OptionalLong deviceBytes() {
        return deviceBytes;
    }

    /** Tells whether {@link #make} reads and hashes the image, or has its hashes already. */
    public boolean needsHashing() {
        return hashes.isEmpty();
    }

    /**
     * Makes the torrent; blocks while the image is read. Nothing is written.
     *
     * @throws ezio.core.problem.Problem if the image cannot be read
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled
     */
    public TorrentSpec make(ProgressListener listener, CancelToken cancel) {
        TorrentDraft draft = draft(listener, cancel);
        draft = draft.withPrivate(order.isPrivate())
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

    private TorrentDraft draft(ProgressListener listener, CancelToken cancel) {
        if (hashes.isPresent()) {
            return hashes.get().draft(name);
        }
        return image.isPresent() ? unpack(image.get(), listener, cancel) : hash(extents.get(), listener, cancel);
    }

    private TorrentDraft unpack(PartitionImage packed, ProgressListener listener, CancelToken cancel) {
        OptionalInt pieceLength = order.pieceLength().isPresent()
                ? OptionalInt.of(PieceLength.check(order.pieceLength().get().bytes()))
                : OptionalInt.empty();
        if (order.slices().isEmpty()) {
            return new ImageTorrent(packed, order.cut(), order.bufferBytes())
                    .make(name, pieceLength, List.of(), order.threads(), listener, cancel);
        }
        // Slices are made before they are written, so their lengths must be known.
        PartitionImage measured = packed.measured(cancel);
        return NewSlices.write(
                order.slices().get(), measured.extents(order.cut(), order.bufferBytes()), slices -> new ImageTorrent(
                                measured, order.cut(), order.bufferBytes())
                        .make(name, pieceLength, List.of(slices), order.threads(), listener, cancel));
    }

    private TorrentDraft hash(ExtentMap known, ProgressListener listener, CancelToken cancel) {
        int pieceLengthBytes = order.pieceLength()
                .map(length -> PieceLength.check(length.bytes()))
                .orElseGet(() -> PieceLength.choose(known.totalBytes()));
        try (ImageSource source = open(known)) {
            byte[] pieceHashes = PieceHasher.hash(source, pieceLengthBytes, order.threads(), listener, cancel);
            return TorrentDraft.of(name, known, pieceLengthBytes, pieceHashes).withDeviceBytes(neededBytes);
        }
    }

    private ImageSource open(ExtentMap known) {
        Path source = order.source();
        return kind == SourceKind.SLICES
                ? SliceImage.openForReading(source, known)
                : RawImages.openForReading(source, known);
    }
}
