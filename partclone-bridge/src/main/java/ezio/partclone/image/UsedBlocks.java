package ezio.partclone.image;

import java.util.Arrays;

/**
 * The used blocks of a file system as runs, in ascending order: in a few bytes for each run, so that even the bitmap of
 * a very large file system, which is never kept, becomes small. Immutable.
 */
final class UsedBlocks {

    // Gap and length of a run take two bytes at the least and four mostly.
    private static final int MAX_PACKED_BYTES = 64 << 20;

    private final byte[] packed;
    private final int packedLength;
    private final long runs;
    private final long blocks;

    private UsedBlocks(byte[] packed, int packedLength, long runs, long blocks) {
        this.packed = packed;
        this.packedLength = packedLength;
        this.runs = runs;
        this.blocks = blocks;
    }

    /** Is given the runs. */
    @FunctionalInterface
    interface RunVisitor {
        void visit(long firstBlock, long blocks);
    }

    /** Collects blocks in ascending order; those that touch become one run. */
    static final class Builder {
        private final String name;
        private final int maxPackedBytes;
        private byte[] packed = new byte[1 << 10];
        private int length;
        private long runs;
        private long blocks;
        private long packedEnd;
        private long runStart;
        private long runEnd;

        /**
         * @param name the image, for messages
         */
        Builder(String name) {
            this(name, MAX_PACKED_BYTES);
        }

        Builder(String name, int maxPackedBytes) {
            this.name = name;
            this.maxPackedBytes = maxPackedBytes;
        }

        /**
         * @throws BadImage if there are too many runs
         */
        void add(long firstBlock, long count) {
            if (firstBlock != runEnd || runEnd == runStart) {
                flush();
                runStart = firstBlock;
            }
            runEnd = firstBlock + count;
            blocks += count;
        }

        private void flush() {
            if (runEnd > runStart) {
                put(runStart - packedEnd);
                put(runEnd - runStart);
                packedEnd = runEnd;
                runs++;
            }
        }

        private void put(long value) {
            long left = value;
            do {
                if (length == packed.length) {
                    if (length >= maxPackedBytes) {
                        throw BadImage.tooFragmented(name, runs);
                    }
                    packed = Arrays.copyOf(packed, Math.min(maxPackedBytes, length * 2));
                }
                packed[length++] = (byte) (left > 0x7f ? left & 0x7f | 0x80 : left);
                left >>>= 7;
            } while (left > 0);
        }

        UsedBlocks build() {
            flush();
            runStart = runEnd;
            return new UsedBlocks(packed, length, runs, blocks);
        }
    }

    long runs() {
        return runs;
    }

    /** Returns how many blocks are used. */
    long blocks() {
        return blocks;
    }

    void forEachRun(RunVisitor visitor) {
        int at = 0;
        long block = 0;
        while (at < packedLength) {
            for (int part = 0; part < 2; part++) {
                long value = 0;
                int shift = 0;
                byte next;
                do {
                    next = packed[at++];
                    value |= (long) (next & 0x7f) << shift;
                    shift += 7;
                } while (next < 0);
                if (part == 1) {
                    visitor.visit(block, value);
                }
                block += value;
            }
        }
    }
}
