package ezio.partclone.image;

import ezio.core.extent.ExtentMap;

/**
 * Where the used blocks are cut into extents. The hashes of the pieces are the same for each, the info-hash is not:
 * only the same cut with the same buffer size makes the torrent that others make.
 */
public enum ExtentCut {
    /** As {@code partclone -c} cuts when it reads a device: each run into parts of the buffer's size at most. */
    DEVICE,
    /** As {@code partclone -r} cuts when it reads an image: at the ends of runs, and wherever its buffer is full. */
    IMAGE,
    /** Not at all: each run is one extent. Fewer extents, but the info-hash is not partclone's. */
    MERGED;

    /** What Clonezilla gives to partclone. partclone itself takes 1 MiB if nothing is given. */
    public static final long CLONEZILLA_BUFFER_BYTES = 16 << 20;

    // 64 MiB as an ExtentMap, and as many as a torrent of 256 MiB can hold.
    static final int MAX_EXTENTS = 4_000_000;

    /**
     * @param bufferBytes partclone's --buffer_size; not used by {@code MERGED}
     * @throws BadImage if there are more than four million extents
     */
    ExtentMap cut(UsedBlocks used, int blockBytes, long bufferBytes, String name) {
        Cutter cutter = new Cutter(name, blockBytes, bufferBytes);
        used.forEachRun(cutter::add);
        return cutter.extents.build();
    }

    private final class Cutter {
        private final String name;
        private final int blockBytes;
        private final long capBlocks;
        private final ExtentMap.Builder extents = ExtentMap.builder();
        private long usedBlocks;

        Cutter(String name, int blockBytes, long bufferBytes) {
            this.name = name;
            this.blockBytes = blockBytes;
            this.capBlocks = bufferBytes > blockBytes ? bufferBytes / blockBytes : 1;
        }

        void add(long firstBlock, long blocks) {
            long first = firstBlock;
            long left = blocks;
            while (left > 0) {
                long room =
                        switch (ExtentCut.this) {
                            case DEVICE -> capBlocks;
                            case IMAGE -> capBlocks - usedBlocks % capBlocks;
                            case MERGED -> left;
                        };
                long count = Math.min(left, room);
                if (extents.count() == MAX_EXTENTS) {
                    throw BadImage.tooManyExtents(name, MAX_EXTENTS);
                }
                extents.add(first * blockBytes, count * blockBytes);
                first += count;
                left -= count;
                usedBlocks += count;
            }
        }
    }
}
