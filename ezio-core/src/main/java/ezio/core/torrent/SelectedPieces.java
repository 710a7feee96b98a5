package ezio.core.torrent;

import ezio.core.image.ImageSource;
import ezio.core.image.ImageStream;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.OptionalLong;

/**
 * Some pieces of an image, end to end. All but the last piece of the torrent have the same length, so that pieces of the
 * stream are pieces of the torrent. For one thread.
 */
final class SelectedPieces implements ImageStream {

    private final TorrentSpec torrent;
    private final ImageSource image;
    private final int[] pieces;
    private final BitSet selected;
    private final long totalBytes;
    private int firstOfRun;
    private long atBytes;
    private long endOfRunBytes;

    SelectedPieces(TorrentSpec torrent, ImageSource image, BitSet selected) {
        this.torrent = torrent;
        this.image = image;
        this.selected = selected;
        this.pieces = selected.stream().toArray();
        this.totalBytes = selected.stream().mapToLong(torrent::pieceLengthBytes).sum();
    }

    /** Returns the number in the torrent of the stream's n-th piece. */
    int piece(int n) {
        return pieces[n];
    }

    int count() {
        return pieces.length;
    }

    @Override
    public String name() {
        return image.name();
    }

    @Override
    public OptionalLong totalBytes() {
        return OptionalLong.of(totalBytes);
    }

    @Override
    public void read(ByteBuffer into) {
        int space = into.limit();
        while (into.position() < space && (atBytes < endOfRunBytes || nextRun())) {
            int length = (int) Math.min(space - into.position(), endOfRunBytes - atBytes);
            into.limit(into.position() + length);
            image.read(atBytes, into);
            into.limit(space);
            atBytes += length;
        }
    }

    // Neighbours are read together: pieces can be as short as 16 KiB.
    private boolean nextRun() {
        int first = selected.nextSetBit(firstOfRun);
        if (first < 0) {
            return false;
        }
        int end = selected.nextClearBit(first);
        firstOfRun = end;
        atBytes = torrent.pieceStartBytes(first);
        endOfRunBytes = torrent.pieceStartBytes(end - 1) + torrent.pieceLengthBytes(end - 1);
        return true;
    }

    @Override
    public void close() {
        // The image is the caller's.
    }
}
