package ezio.partclone.image;

/**
 * Where the used blocks are in the unpacked image.
 *
 * @param startBytes of the first used block
 * @param stripBlocks how many blocks stand together, before a checksum; more than there are if there is none
 * @param stepBytes what is between two strips: a checksum, or nothing
 */
record DataLayout(long startBytes, int blockBytes, long usedBlocks, long stripBlocks, int stepBytes) {

    static DataLayout of(ImageHeader header, long usedBlocks, long startBytes, int stepBytes) {
        boolean hasChecksums = header.checksumMode() != ChecksumMode.NONE;
        long stripBlocks = hasChecksums ? header.blocksPerChecksum() : Long.MAX_VALUE / header.blockBytes();
        return new DataLayout(startBytes, header.blockBytes(), usedBlocks, stripBlocks, stepBytes);
    }

    long usedBytes() {
        return usedBlocks * blockBytes;
    }

    long stripBytes() {
        return stripBlocks * blockBytes;
    }

    /** Returns where the stream's byte {@code streamBytes} is. */
    long positionOf(long streamBytes) {
        return startBytes + streamBytes + streamBytes / stripBytes() * stepBytes;
    }

    /** Returns where the image ends, behind the last checksum. */
    long endBytes() {
        long strips = usedBlocks / stripBlocks + (usedBlocks % stripBlocks == 0 ? 0 : 1);
        return startBytes + usedBytes() + strips * stepBytes;
    }

    /** Returns how many whole blocks are before a place in the image. */
    long blocksBefore(long positionBytes) {
        long inData = Math.max(0, positionBytes - startBytes);
        // Only a layout without steps has strips so long that this would pass 2^63.
        if (stepBytes == 0) {
            return Math.min(usedBlocks, inData / blockBytes);
        }
        long strip = stripBytes() + stepBytes;
        long blocks = inData / strip * stripBlocks + Math.min(stripBlocks, inData % strip / blockBytes);
        return Math.min(usedBlocks, blocks);
    }
}
