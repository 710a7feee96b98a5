package ezio.core.swarm.store;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;

/**
 * A piece that is being received: its memory, which 16 KiB blocks have arrived, and the hash of what arrived in order.
 * Guarded by its store's lock, except {@link #hashNext}, which one hashing thread at a time calls.
 */
final class PieceAssembly {

    final int piece;
    final Segment[] segments;
    final int lengthBytes;
    boolean isHashing;

    private final int segmentBytes;
    private final BitSet arrived = new BitSet();
    private final MessageDigest digest = sha1();
    private int hashedSegments;

    PieceAssembly(int piece, int lengthBytes, int segmentBytes, Segment[] segments) {
        this.piece = piece;
        this.lengthBytes = lengthBytes;
        this.segmentBytes = segmentBytes;
        this.segments = segments;
    }

    static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** Returns the memory of a block; a block never spans two segments. */
    ByteBuffer slot(int offsetBytes, int lengthOfBlock) {
        return segmentOf(offsetBytes).buffer.slice(offsetBytes % segmentBytes, lengthOfBlock);
    }

    Segment segmentOf(int offsetBytes) {
        return segments[offsetBytes / segmentBytes];
    }

    boolean isInOneSegment(int offsetBytes, int lengthOfBlock) {
        return offsetBytes / segmentBytes == (offsetBytes + lengthOfBlock - 1) / segmentBytes;
    }

    void arrived(int offsetBytes, int lengthOfBlock) {
        arrived.set(offsetBytes / PieceStore.BLOCK_BYTES, blocks(offsetBytes + lengthOfBlock));
    }

    /** Tells whether all of a block has arrived. */
    boolean holds(int offsetBytes, int lengthOfBlock) {
        return arrived.nextClearBit(offsetBytes / PieceStore.BLOCK_BYTES) >= blocks(offsetBytes + lengthOfBlock);
    }

    /** Tells whether the next segment in order is complete and not hashed yet. */
    boolean canHash() {
        if (hashedSegments == segments.length) {
            return false;
        }
        int firstMissing = arrived.nextClearBit(0);
        int end = Math.min(lengthBytes, (hashedSegments + 1) * segmentBytes);
        return firstMissing >= blocks(end);
    }

    boolean isHashed() {
        return hashedSegments == segments.length;
    }

    void hashNext() {
        Segment segment = segments[hashedSegments];
        digest.update(segment.buffer.slice(0, segment.lengthBytes));
    }

    void hashedNext() {
        hashedSegments++;
    }

    byte[] hash() {
        return digest.digest();
    }

    private static int blocks(int bytes) {
        return (bytes + PieceStore.BLOCK_BYTES - 1) / PieceStore.BLOCK_BYTES;
    }
}
