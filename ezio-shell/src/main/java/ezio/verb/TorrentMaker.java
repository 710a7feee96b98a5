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
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes one torrent, in two steps: {@link #prepare} looks at the source and finds most mistakes, {@link #make} hashes.
 */
public final class TorrentMaker {

    private final TorrentOrder order;
    private final SourceKind kind;
    private final String name;
    private final ExtentMap extents;
    private final long deviceBytes;
    private final long neededBytes;
    private final Optional<TorrentInfoFile> hashes;

    private TorrentMaker(
            TorrentOrder order,
            SourceKind kind,
            String name,
            ExtentMap extents,
            long deviceBytes,
            long neededBytes,
            Optional<TorrentInfoFile> hashes) {
        this.order = order;
        this.kind = kind;
        this.name = name;
        this.extents = extents;
        this.deviceBytes = deviceBytes;
        this.neededBytes = neededBytes;
        this.hashes = hashes;
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
        if (kind == SourceKind.TORRENT_INFO) {
            return ofTorrentInfo(order, name);
        }
        if (kind == SourceKind.SLICES) {
            ExtentMap extents = SliceDirectory.readExtents(order.source());
            return new TorrentMaker(order, kind, name, extents, extents.endBytes(), 0, Optional.empty());
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
            return new TorrentMaker(order, kind, name, extents, sizeBytes, neededBytes, Optional.empty());
        }
    }

    private static TorrentMaker ofTorrentInfo(TorrentOrder order, String name) {
        if (order.pieceLength()
                .filter(length -> length.bytes() != PieceLength.PARTCLONE)
                .isPresent()) {
            throw UnsuitableSource.hashesAreGiven(order.source());
        }
        TorrentInfoFile info = TorrentInfoFile.read(order.source());
        return new TorrentMaker(
                order,
                SourceKind.TORRENT_INFO,
                name,
                info.extents(),
                info.extents().endBytes(),
                info.fileSystemBytes(),
                Optional.of(info));
    }

    public SourceKind kind() {
        return kind;
    }

    /** Returns the image's name, as the torrent will have it. */
    public String name() {
        return name;
    }

    public ExtentMap extents() {
        return extents;
    }

    /** Returns the size of the device; where there is none, the end of the last extent. */
    public long deviceBytes() {
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
        TorrentDraft draft = hashes.isPresent() ? hashes.get().draft(name) : hash(listener, cancel);
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

    private TorrentDraft hash(ProgressListener listener, CancelToken cancel) {
        int pieceLengthBytes = order.pieceLength()
                .map(length -> PieceLength.check(length.bytes()))
                .orElseGet(() -> PieceLength.choose(extents.totalBytes()));
        try (ImageSource image = open()) {
            byte[] pieceHashes = PieceHasher.hash(image, pieceLengthBytes, order.threads(), listener, cancel);
            return TorrentDraft.of(name, extents, pieceLengthBytes, pieceHashes).withDeviceBytes(neededBytes);
        }
    }

    private ImageSource open() {
        Path source = order.source();
        return kind == SourceKind.SLICES
                ? SliceImage.openForReading(source, extents)
                : RawImages.openForReading(source, extents);
    }
}
