package ezio.partclone.image;

/** Finds the used blocks in a bitmap that comes in parts. */
final class BitmapScan {

    private final UsedBlocks.Builder used;
    private final long totalBlocks;
    private long block;

    BitmapScan(UsedBlocks.Builder used, long totalBlocks) {
        this.used = used;
        this.totalBlocks = totalBlocks;
    }

    /** Takes bytes of eight blocks each, the lowest bit first. Bits behind the last block mean nothing. */
    void bits(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int first = at;
            byte value = bytes[at++];
            // Most of a bitmap is runs of equal bytes.
            while (at < end && bytes[at] == value) {
                at++;
            }
            long count = Math.min(8L * (at - first), totalBlocks - block);
            if (value == -1 && count > 0) {
                used.add(block, count);
            } else if (value != 0) {
                mixed(value, count);
            }
            block += 8L * (at - first);
        }
    }

    private void mixed(byte value, long count) {
        for (long i = 0; i < count; i++) {
            if ((value >> (i & 7) & 1) != 0) {
                used.add(block + i, 1);
            }
        }
    }

    /** Takes bytes of one block each. */
    void bytes(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == 1) {
                used.add(block, 1);
            }
            block++;
        }
    }
}
