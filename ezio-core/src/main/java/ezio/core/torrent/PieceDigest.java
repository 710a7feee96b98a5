package ezio.core.torrent;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Hashes bytes of an image that follow each other, piece by piece. For one thread. */
final class PieceDigest {

    private final int pieceLengthBytes;
    private final PieceHashes hashes;
    private final MessageDigest sha1 = Sha1.newDigest();
    private long atBytes;

    /**
     * @param hashes gets the hash of each piece that is complete
     */
    PieceDigest(int pieceLengthBytes, PieceHashes hashes) {
        this.pieceLengthBytes = pieceLengthBytes;
        this.hashes = hashes;
    }

    /** The next bytes are those at {@code startBytes} of the image, where a piece begins. */
    void begin(long startBytes) {
        atBytes = startBytes;
    }

    /** Takes all that the buffer has left. */
    void update(ByteBuffer buffer) {
        int limit = buffer.limit();
        while (buffer.hasRemaining()) {
            int part = (int) Math.min(buffer.remaining(), pieceLengthBytes - atBytes % pieceLengthBytes);
            buffer.limit(buffer.position() + part);
            sha1.update(buffer);
            buffer.limit(limit);
            atBytes += part;
            if (atBytes % pieceLengthBytes == 0) {
                finishPiece();
            }
        }
    }

    /** The image ends here; its last piece may be a short one. */
    void end() {
        if (atBytes % pieceLengthBytes != 0) {
            finishPiece();
        }
    }

    private void finishPiece() {
        hashes.put((int) ((atBytes - 1) / pieceLengthBytes), sha1.digest());
    }
}
