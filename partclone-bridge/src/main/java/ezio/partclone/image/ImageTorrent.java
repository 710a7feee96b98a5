package ezio.partclone.image;

import ezio.core.extent.ExtentMap;
import ezio.core.image.ImageTarget;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.torrent.PieceHasher;
import ezio.core.torrent.PieceLength;
import ezio.core.torrent.TorrentDraft;
import java.util.List;
import java.util.OptionalInt;

/**
 * Makes a torrent of an image while it is read, checked and unpacked, in one pass. Unpacking has one thread, reading
 * and checking the calling one, hashing as many as wanted.
 */
public final class ImageTorrent {

    private final PartitionImage image;
    private final ExtentCut cut;
    private final long bufferBytes;

    /**
     * @param bufferBytes see {@link PartitionImage#extents}
     */
    public ImageTorrent(PartitionImage image, ExtentCut cut, long bufferBytes) {
        this.image = image;
        this.cut = cut;
        this.bufferBytes = bufferBytes;
    }

    /**
     * Reads the image and hashes it; blocks until done. No thread is left behind, however it ends.
     *
     * @param name the torrent's
     * @param pieceLength empty: {@link PieceLength#choose} decides; or, where the length of the image is not known
     *     before it was read, partclone's
     * @param targets are written with the same bytes, and synced; each has what {@link PartitionImage#extents}
     * returned,
     *     for any cut
     * @param threads how many threads hash, 1 or more
     * @throws BadImage or {@link ezio.partclone.volume.BadVolume} where the image is damaged; targets hold a part then
     * @throws ezio.core.torrent.BadImageName if {@code name} cannot stand in a path
     * @throws ezio.core.torrent.BadTorrent if the image holds no bytes
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled
     */
    public TorrentDraft make(
            String name,
            OptionalInt pieceLength,
            List<? extends ImageTarget> targets,
            int threads,
            ProgressListener listener,
            CancelToken cancel) {
        TorrentDraft.checkName(name);
        int pieceLengthBytes = pieceLength.orElseGet(() -> image.usedBytes().isPresent()
                ? PieceLength.choose(image.usedBytes().getAsLong())
                : PieceLength.PARTCLONE);
        try (TeeStream stream = new TeeStream(image, targets, "hashing", listener)) {
            byte[] hashes = PieceHasher.hash(stream, pieceLengthBytes, threads, bytes -> {}, cancel);
            targets.forEach(ImageTarget::sync);
            return TorrentDraft.of(name, extents(stream.doneBytes()), pieceLengthBytes, hashes);
        }
    }

    private ExtentMap extents(long foundBytes) {
        PartitionImage known =
                image instanceof RawDump dump && dump.usedBytes().isEmpty() ? dump.withBytes(foundBytes) : image;
        return known.extents(cut, bufferBytes);
    }
}
