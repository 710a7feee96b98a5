package ezio.partclone.image;

import ezio.core.extent.ExtentMap;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * Which blocks of a file system are used. Immutable.
 *
 * <p>partclone writes it at the start of every image, before it reads any data:
 *
 * <pre>
 *   header     see {@link ImageHeader}
 *   bitmap     see {@link BitmapReader}
 * </pre>
 */
public final class BlockMap {

    private static final int STEP_BYTES = 1 << 16;

    private final String name;
    private final String fileSystem;
    private final int blockBytes;
    private final long totalBlocks;
    private final UsedBlocks used;

    private BlockMap(String name, String fileSystem, int blockBytes, long totalBlocks, UsedBlocks used) {
        this.name = name;
        this.fileSystem = fileSystem;
        this.blockBytes = blockBytes;
        this.totalBlocks = totalBlocks;
        this.used = used;
    }

    /**
     * Reads the start of an image of version 0002 from a program that writes one; blocks until it was written. Of what
     * comes behind it some bytes may have been taken from the stream, too.
     *
     * @param name what messages call the image
     * @throws BadImage if it is no such image, its checksums are wrong, or its header contradicts its bitmap
     * @throws EOFException if it ends before its bitmap does
     * @throws IOException if it cannot be read
     */
    public static BlockMap read(InputStream in, String name) throws IOException {
        byte[] head = readBytes(in, ImageHeader.VERSION_2_BYTES);
        if (!ImageHeader.isMagic(head)) {
            throw BadImage.notAnImage(name);
        }
        if (ImageHeader.lengthBytes(head, name) != head.length) {
            throw BadImage.headerField(name, "version", "1", "2 was expected");
        }
        ImageHeader header = ImageHeader.parse(head, name);
        UsedBlocks.Builder used = new UsedBlocks.Builder(name);
        switch (header.bitmapMode()) {
            case NONE -> used.add(0, header.totalBlocks());
            case BITS -> readBits(in, header, used, name);
            case BYTES ->
                throw BadImage.headerField(
                        name, "bitmap mode", "8", "the partclone of this system is expected to say 1");
        }
        UsedBlocks blocks = used.build();
        if (blocks.blocks() != header.usedBlocks()) {
            throw BadImage.headerField(
                    name,
                    "a number of used blocks of",
                    String.valueOf(header.usedBlocks()),
                    "its bitmap has " + blocks.blocks());
        }
        return new BlockMap(name, header.fileSystem(), header.blockBytes(), header.totalBlocks(), blocks);
    }

    private static void readBits(InputStream in, ImageHeader header, UsedBlocks.Builder used, String name)
            throws IOException {
        BitmapScan scan = new BitmapScan(used, header.totalBlocks());
        CRC32 crc = new CRC32();
        long left = (header.totalBlocks() + 7) / 8;
        while (left > 0) {
            byte[] bytes = readBytes(in, (int) Math.min(left, STEP_BYTES));
            crc.update(bytes);
            scan.bits(bytes, 0, bytes.length);
            left -= bytes.length;
        }
        byte[] stored = readBytes(in, Integer.BYTES);
        int expected = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (Checksum.partcloneValue(crc) != expected) {
            throw BadImage.mapChecksum(name, Checksum.partcloneValue(crc), expected);
        }
    }

    private static byte[] readBytes(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("ended after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    /**
     * Returns a map that says that every block is used, as partclone's "dd" makes it.
     *
     * @param sizeBytes 1 or more; the last block may be shorter
     */
    public static BlockMap whole(String name, long sizeBytes, int blockBytes) {
        UsedBlocks.Builder used = new UsedBlocks.Builder(name);
        long blocks = (sizeBytes + blockBytes - 1) / blockBytes;
        used.add(0, blocks);
        return new BlockMap(name, RawDump.FILE_SYSTEM, blockBytes, blocks, used.build());
    }

    /** Returns partclone's word for the file system: EXTFS, NTFS, raw. */
    public String fileSystem() {
        return fileSystem;
    }

    UsedBlocks used() {
        return used;
    }

    public int blockBytes() {
        return blockBytes;
    }

    /** Returns the number of blocks of the file system, used or not. */
    public long totalBlocks() {
        return totalBlocks;
    }

    public long usedBlocks() {
        return used.blocks();
    }

    /** Returns the size of the file system: all blocks, used or not. */
    public long fileSystemBytes() {
        return totalBlocks * blockBytes;
    }

    /**
     * Returns the used blocks as extents.
     *
     * @param bufferBytes what partclone's --buffer_size was or would be; decides where extents are cut
     * @throws BadImage if there are more than four million extents
     */
    public ExtentMap extents(ExtentCut cut, long bufferBytes) {
        return cut.cut(used, blockBytes, bufferBytes, name);
    }
}
