package ezio.core.torrent;

import java.util.Arrays;

/**
 * Collects the hashes of pieces, which become ready in any order, before it is known how many there are. Thread-safe.
 */
final class PieceHashes {

    private byte[] hashes;
    private int count;

    /**
     * @param expectedPieces how many pieces there will be, as far as is known
     */
    PieceHashes(int expectedPieces) {
        hashes = new byte[expectedPieces * TorrentSpec.HASH_BYTES];
    }

    synchronized void put(int piece, byte[] sha1) {
        int end = (piece + 1) * TorrentSpec.HASH_BYTES;
        if (end > hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.max(end, hashes.length * 2));
        }
        System.arraycopy(sha1, 0, hashes, end - TorrentSpec.HASH_BYTES, TorrentSpec.HASH_BYTES);
        count = Math.max(count, piece + 1);
    }

    /** Returns the hashes of all pieces up to the last one that was put. */
    synchronized byte[] toArray() {
        return Arrays.copyOf(hashes, count * TorrentSpec.HASH_BYTES);
    }
}
