package ezio.partclone.image;

import ezio.partclone.volume.UnpackedStream;
import java.util.Arrays;

/**
 * Finds out how wide the checksums of an image of version 1 are. They have four bytes, but early partclone on 64-bit
 * machines wrote eight, the last four without a meaning, and nothing in the header tells.
 */
final class Version1Step {

    private static final int NARROW = 4;
    private static final int WIDE = 8;

    private Version1Step() {}

    /** Returns 4 or 8; reads two blocks on. */
    static int read(UnpackedStream stream, int blockBytes, long usedBlocks) {
        byte[] first = stream.readBytes(blockBytes);
        stream.readBytes(NARROW);
        if (usedBlocks < 2) {
            return usedBlocks == 1 && stream.readBytes(WIDE - NARROW).length == WIDE - NARROW ? WIDE : NARROW;
        }
        byte[] next = stream.readBytes(blockBytes + WIDE);
        boolean isWide = isSecondAt(WIDE - NARROW, first, next) && !isSecondAt(0, first, next);
        return isWide ? WIDE : NARROW;
    }

    private static boolean isSecondAt(int at, byte[] first, byte[] next) {
        int end = at + first.length;
        if (next.length < end + NARROW) {
            return false;
        }
        Checksum checksum = Checksum.of(ChecksumMode.CRC32_0001, first.length);
        checksum.update(first, 0, first.length);
        checksum.update(next, at, first.length);
        return Arrays.equals(checksum.value(), Arrays.copyOfRange(next, end, end + NARROW));
    }
}
