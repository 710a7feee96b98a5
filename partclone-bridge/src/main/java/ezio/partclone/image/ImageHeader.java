package ezio.partclone.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * What the header of a partclone image says, checked. All numbers are little endian, nothing is aligned.
 *
 * <pre>
 *   version 0002, 110 bytes                        version 0001, 4160 bytes
 *     0  16  "partclone-image", 0                    0  15  "partclone-image"
 *    16  14  version of partclone                   15  15  file system
 *    30   4  "0002"                                 30   4  "0001"
 *    34   2  0xc0de                                 34   2  –
 *    36  16  file system                            36   4  block size, bytes
 *    52   8  device, bytes                          40   8  device, bytes
 *    60   8  blocks of the file system              48   8  blocks of the file system
 *    68   8  used blocks, as its superblock says    56   8  used blocks
 *    76   8  used blocks                            64 4096 –
 *    84   4  block size, bytes
 *    88   4  size of what follows, 18
 *    92   2  2
 *    94   2  bits of the machine's words
 *    96   2  checksum mode
 *    98   2  checksum size, bytes
 *   100   4  blocks to a checksum
 *   104   1  1: each checksum starts anew, 0: it runs on
 *   105   1  bitmap mode: 1 bits, 8 bytes, 0 none
 *   106   4  CRC32 of all before
 * </pre>
 *
 * @param version 1 or 2
 * @param partcloneVersion empty in version 1
 * @param fileSystem partclone's word for it: EXTFS, NTFS, raw
 * @param deviceBytes size of the partition that it was made from; version 1 may say 0
 * @param totalBlocks 1 or more
 * @param usedBlocks as the header says; the bitmap is what counts
 * @param blockBytes 1 byte to 64 MiB
 * @param blocksPerChecksum 1 or more, unless the mode is {@code NONE}
 * @param isReseeded whether each checksum starts anew
 */
public record ImageHeader(
        int version,
        String partcloneVersion,
        String fileSystem,
        long deviceBytes,
        long totalBlocks,
        long usedBlocks,
        int blockBytes,
        ChecksumMode checksumMode,
        long blocksPerChecksum,
        boolean isReseeded,
        BitmapMode bitmapMode) {

    /** How the used blocks are listed. */
    public enum BitmapMode {
        /** Not at all: every block is used. */
        NONE,
        /** A bit for each block, from the lowest bit of a byte to the highest. */
        BITS,
        /** A byte for each block: 1 if it is used. */
        BYTES
    }

    static final int VERSION_1_BYTES = 4160;
    static final int VERSION_2_BYTES = 110;
    static final String MAGIC = "partclone-image";

    // partclone's own limit.
    private static final int MAX_BLOCK_BYTES = 64 << 20;

    /**
     * The most blocks that are read: a file system of 256 TiB with 4 KiB blocks, whose bitmap has 8 GiB. It is read as
     * a stream, so that this bounds time, not memory.
     */
    static final long MAX_BLOCKS = 1L << 36;

    private static final int VERSION_AT = 30;
    private static final int CHECKSUM_AT = 106;
    private static final int BIG_ENDIAN = 0xdec0;

    /** Returns how many bytes the header has that begins with these {@link #VERSION_2_BYTES}. */
    static int lengthBytes(byte[] head, String name) {
        String version = text(head, VERSION_AT, 4);
        return switch (version) {
            case "0001" -> VERSION_1_BYTES;
            case "0002" -> VERSION_2_BYTES;
            default -> throw BadImage.unknownVersion(name, printable(version));
        };
    }

    /**
     * @param bytes the whole header
     * @param name the image, for messages
     * @throws BadImage if it is damaged or cannot be true
     */
    static ImageHeader parse(byte[] bytes, String name) {
        ImageHeader header = bytes.length == VERSION_1_BYTES ? version1(bytes) : version2(bytes, name);
        header.check(name);
        return header;
    }

    /** Returns the bytes of a header of version 2. */
    byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(VERSION_2_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0, MAGIC.getBytes(StandardCharsets.ISO_8859_1));
        out.put(16, Arrays.copyOf(partcloneVersion.getBytes(StandardCharsets.ISO_8859_1), 13));
        out.put(VERSION_AT, "0002".getBytes(StandardCharsets.ISO_8859_1));
        out.putShort(34, (short) 0xc0de);
        out.put(36, Arrays.copyOf(fileSystem.getBytes(StandardCharsets.ISO_8859_1), 15));
        out.putLong(52, deviceBytes).putLong(60, totalBlocks);
        out.putLong(68, usedBlocks).putLong(76, usedBlocks);
        out.putInt(84, blockBytes).putInt(88, 18);
        out.putShort(92, (short) 2).putShort(94, (short) 64);
        out.putShort(96, (short) checksumMode.code()).putShort(98, (short) checksumMode.sizeBytes());
        out.putInt(100, (int) blocksPerChecksum);
        out.put(104, (byte) (isReseeded ? 1 : 0)).put(105, (byte) 1);
        CRC32 crc = new CRC32();
        crc.update(out.array(), 0, CHECKSUM_AT);
        return out.putInt(CHECKSUM_AT, Checksum.partcloneValue(crc)).array();
    }

    private static ImageHeader version1(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return new ImageHeader(
                1,
                "",
                printable(text(bytes, 15, 15)),
                in.getLong(40),
                in.getLong(48),
                in.getLong(56),
                in.getInt(36),
                ChecksumMode.CRC32_0001,
                1,
                false,
                BitmapMode.BYTES);
    }

    private static ImageHeader version2(byte[] bytes, String name) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (Short.toUnsignedInt(in.getShort(34)) == BIG_ENDIAN) {
            throw BadImage.bigEndian(name);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, CHECKSUM_AT);
        if (Checksum.partcloneValue(crc) != in.getInt(CHECKSUM_AT)) {
            throw BadImage.headerChecksum(name, Checksum.partcloneValue(crc), in.getInt(CHECKSUM_AT));
        }
        int code = Short.toUnsignedInt(in.getShort(96));
        ChecksumMode mode = ChecksumMode.ofCode(code)
                .orElseThrow(() ->
                        BadImage.headerField(name, "checksum mode", "0x" + Integer.toHexString(code), "it is unknown"));
        int size = Short.toUnsignedInt(in.getShort(98));
        if (size != mode.sizeBytes()) {
            throw BadImage.headerField(
                    name, "checksums of", size + " bytes", mode.title() + " has " + mode.sizeBytes());
        }
        return new ImageHeader(
                2,
                printable(text(bytes, 16, 14)),
                printable(text(bytes, 36, 16)),
                in.getLong(52),
                in.getLong(60),
                in.getLong(76),
                in.getInt(84),
                mode,
                Integer.toUnsignedLong(in.getInt(100)),
                in.get(104) != 0,
                bitmapMode(in.get(105), name));
    }

    private static BitmapMode bitmapMode(int code, String name) {
        return switch (code) {
            case 0 -> BitmapMode.NONE;
            case 1 -> BitmapMode.BITS;
            case 8 -> BitmapMode.BYTES;
            default -> throw BadImage.headerField(name, "bitmap mode", String.valueOf(code & 0xff), "it is unknown");
        };
    }

    private void check(String name) {
        if (blockBytes < 1 || blockBytes > MAX_BLOCK_BYTES) {
            throw BadImage.headerField(
                    name, "blocks of", Integer.toUnsignedString(blockBytes) + " bytes", "1 to 67108864 are possible");
        }
        if (totalBlocks < 1 || totalBlocks > MAX_BLOCKS) {
            throw BadImage.headerField(
                    name, "a number of blocks of", Long.toUnsignedString(totalBlocks), "1 to 2^36 are possible");
        }
        if (usedBlocks < 0 || usedBlocks > totalBlocks) {
            throw BadImage.headerField(
                    name,
                    "a number of used blocks of",
                    Long.toUnsignedString(usedBlocks),
                    "there are only " + totalBlocks);
        }
        // partclone's version 1 is known to say 0.
        boolean hasDevice = version == 2 || deviceBytes != 0;
        if (hasDevice && deviceBytes < fileSystemBytes()) {
            throw BadImage.headerField(
                    name,
                    "a device of",
                    Long.toUnsignedString(deviceBytes) + " bytes",
                    "its blocks need " + fileSystemBytes());
        }
        if (checksumMode != ChecksumMode.NONE && blocksPerChecksum == 0) {
            throw BadImage.headerField(name, "checksums of", "0 blocks each", "1 or more are possible");
        }
    }

    /** Returns the size of the file system: all blocks, used or not. 2^62 at most. */
    public long fileSystemBytes() {
        return totalBlocks * blockBytes;
    }

    private static String text(byte[] bytes, int start, int length) {
        String all = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        int end = all.indexOf('\0');
        return end < 0 ? all : all.substring(0, end);
    }

    // A stranger wrote it, and it is shown on terminals.
    private static String printable(String text) {
        int[] safe = text.chars().map(c -> c >= ' ' && c <= '~' ? c : '?').toArray();
        return new String(safe, 0, safe.length);
    }

    static boolean isMagic(byte[] head) {
        return head.length >= MAGIC.length()
                && Arrays.equals(
                        head, 0, MAGIC.length(), MAGIC.getBytes(StandardCharsets.ISO_8859_1), 0, MAGIC.length());
    }
}
