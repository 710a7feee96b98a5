package ezio.core.torrent;

import ezio.core.extent.Extent;
import ezio.core.image.ImageSource;
import ezio.core.image.ImageStream;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.progress.ProgressMeter;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

/** What a comparison of an image with its torrent found. Immutable. */
public final class ImageCheck {

    private final TorrentSpec torrent;
    private final String imageName;
    private final byte[] foundHashes;
    private final BitSet good;
    private final int[] wrong;

    private ImageCheck(TorrentSpec torrent, String imageName, byte[] foundHashes) {
        this.torrent = torrent;
        this.imageName = imageName;
        this.foundHashes = foundHashes;
        this.good = new BitSet(torrent.pieceCount());
        for (int piece = 0; piece < torrent.pieceCount(); piece++) {
            good.set(piece, torrent.isPieceHash(piece, foundHash(piece)));
        }
        BitSet bad = (BitSet) good.clone();
        bad.flip(0, torrent.pieceCount());
        this.wrong = bad.stream().toArray();
    }

    /**
     * Hashes every piece of {@code image}; blocks until done. Reads as {@link PieceHasher} does.
     *
     * @param threads how many threads hash, 1 or more
     * @throws ezio.core.disk.DeviceFailure if the image cannot be read somewhere: that is no wrong piece
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled or this thread interrupted
     * @throws IllegalArgumentException if the extents of the image are not those of the torrent
     */
    public static ImageCheck check(
            TorrentSpec torrent, ImageSource image, int threads, ProgressListener listener, CancelToken cancel) {
        if (!image.extents().equals(torrent.extents())) {
            throw new IllegalArgumentException(image.name() + " was opened with other extents than " + torrent);
        }
        byte[] found = PieceHasher.hash("checking", image, torrent.pieceLengthBytes(), threads, listener, cancel);
        return new ImageCheck(torrent, image.name(), found);
    }

    /**
     * Hashes a stream that is the whole image, to its end; blocks until done. Does not close it.
     *
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled or this thread interrupted
     * @throws IllegalArgumentException if the stream turns out to be shorter or longer than the torrent
     */
    public static ImageCheck check(
            TorrentSpec torrent, ImageStream stream, int threads, ProgressListener listener, CancelToken cancel) {
        ProgressMeter meter = new ProgressMeter("checking " + stream.name(), torrent.totalBytes(), listener);
        byte[] found = PieceHasher.hash(stream, torrent.pieceLengthBytes(), threads, meter::add, cancel);
        return of(torrent, stream.name(), found);
    }

    /**
     * Hashes some pieces of {@code image}, in order; blocks until done.
     *
     * @return those that are as they should be
     * @throws ezio.core.disk.DeviceFailure if the image cannot be read there: that is no wrong piece
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled or this thread interrupted
     */
    public static BitSet goodPieces(
            TorrentSpec torrent,
            ImageSource image,
            BitSet pieces,
            int threads,
            ProgressListener listener,
            CancelToken cancel) {
        SelectedPieces selected = new SelectedPieces(torrent, image, pieces);
        BitSet good = new BitSet();
        if (selected.count() > 0) {
            ProgressMeter meter = new ProgressMeter(
                    "checking " + image.name(), selected.totalBytes().getAsLong(), listener);
            byte[] found = PieceHasher.hash(selected, torrent.pieceLengthBytes(), threads, meter::add, cancel);
            for (int i = 0; i < selected.count(); i++) {
                byte[] hash = Arrays.copyOfRange(found, i * TorrentSpec.HASH_BYTES, (i + 1) * TorrentSpec.HASH_BYTES);
                good.set(selected.piece(i), torrent.isPieceHash(selected.piece(i), hash));
            }
        }
        return good;
    }

    /**
     * Compares hashes that were computed already.
     *
     * @param imageName the device, file or directory that was read
     * @param foundHashes of each piece, of the torrent's length
     * @throws IllegalArgumentException if there are more or fewer than the torrent has
     */
    public static ImageCheck of(TorrentSpec torrent, String imageName, byte[] foundHashes) {
        if (foundHashes.length != torrent.pieceCount() * TorrentSpec.HASH_BYTES) {
            throw new IllegalArgumentException(foundHashes.length + " bytes of hashes for " + torrent);
        }
        return new ImageCheck(torrent, imageName, foundHashes);
    }

    public TorrentSpec torrent() {
        return torrent;
    }

    /** Returns the device, file or directory that was read. */
    public String imageName() {
        return imageName;
    }

    public boolean isGood() {
        return wrong.length == 0;
    }

    /** Returns the pieces that are as they should be; a copy. */
    public BitSet goodPieces() {
        return (BitSet) good.clone();
    }

    /** Returns the pieces that differ, in order; each is put together when it is asked for. */
    public List<WrongPiece> wrongPieces() {
        return new AbstractList<>() {
            @Override
            public WrongPiece get(int index) {
                int piece = wrong[index];
                HexFormat hex = HexFormat.of();
                return new WrongPiece(
                        piece,
                        hex.formatHex(torrent.pieceHash(piece)),
                        hex.formatHex(foundHash(piece)),
                        deviceRanges(piece));
            }

            @Override
            public int size() {
                return wrong.length;
            }
        };
    }

    /**
     * @throws WrongPieces if a piece differs
     */
    public void throwIfWrong() {
        if (!isGood()) {
            throw new WrongPieces(this);
        }
    }

    private byte[] foundHash(int piece) {
        return Arrays.copyOfRange(foundHashes, piece * TorrentSpec.HASH_BYTES, (piece + 1) * TorrentSpec.HASH_BYTES);
    }

    private List<Extent> deviceRanges(int piece) {
        List<Extent> ranges = new ArrayList<>();
        torrent.extents()
                .visit(
                        torrent.pieceStartBytes(piece),
                        torrent.pieceLengthBytes(piece),
                        (extent, inExtentBytes, deviceBytes, lengthBytes) ->
                                ranges.add(new Extent(deviceBytes, lengthBytes)));
        return ranges;
    }
}
