package ezio.partclone.image;

import ezio.partclone.volume.Place;
import ezio.partclone.volume.UnpackedStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Reads the list of used blocks, which follows the header, without keeping it.
 *
 * <pre>
 *   bits    ceil(blocks / 8) bytes, then the CRC32 of these bytes
 *   bytes   one byte for each block, then "BiTmAgIc"
 *   none    nothing
 * </pre>
 *
 * In version 2, partclone would write a list of bytes with the CRC32 that the same list in bits has, and would itself
 * expect "BiTmAgIc" there; either is accepted.
 */
final class BitmapReader {

    private static final byte[] MAGIC = "BiTmAgIc".getBytes(StandardCharsets.US_ASCII);

    private final UnpackedStream stream;
    private final ImageHeader header;
    private final UsedBlocks.Builder used;
    private final CRC32 crc = new CRC32();
    // A byte of bits under construction, out of bytes.
    private int bits;
    private int bitCount;

    BitmapReader(UnpackedStream stream, ImageHeader header, String name) {
        this.stream = stream;
        this.header = header;
        this.used = new UsedBlocks.Builder(name);
    }

    /**
     * @throws BadImage if the list is cut off or damaged
     */
    UsedBlocks read() {
        Place start = stream.place();
        long blocks = header.totalBlocks();
        BitmapScan scan = new BitmapScan(used, blocks);
        switch (header.bitmapMode()) {
            case NONE -> used.add(0, blocks);
            case BITS -> {
                readAll((blocks + 7) / 8, (bytes, offset, length) -> {
                    crc.update(bytes, offset, length);
                    scan.bits(bytes, offset, length);
                });
                checkCrc(start, readEnd(Integer.BYTES));
            }
            case BYTES -> {
                readAll(blocks, (bytes, offset, length) -> {
                    scan.bytes(bytes, offset, length);
                    if (header.version() == 2) {
                        countBits(bytes, offset, length);
                    }
                });
                readEndOfBytes(start);
            }
        }
        return used.build();
    }

    private void readAll(long count, UnpackedStream.Tap tap) {
        if (stream.skip(count, tap) < count) {
            throw BadImage.bitmapEnds(stream.place());
        }
    }

    private byte[] readEnd(int count) {
        byte[] end = stream.readBytes(count);
        if (end.length < count) {
            throw BadImage.bitmapEnds(stream.place());
        }
        return end;
    }

    private void readEndOfBytes(Place start) {
        Place place = stream.place();
        byte[] end = readEnd(Integer.BYTES);
        if (Arrays.equals(end, 0, end.length, MAGIC, 0, end.length)) {
            byte[] rest = readEnd(MAGIC.length - end.length);
            if (Arrays.equals(rest, 0, rest.length, MAGIC, end.length, MAGIC.length)) {
                return;
            }
        }
        if (header.version() == 1) {
            throw BadImage.bitmapMagic(place);
        }
        if (bitCount > 0) {
            crc.update(bits);
        }
        checkCrc(start, end);
    }

    private void checkCrc(Place start, byte[] stored) {
        int expected = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (Checksum.partcloneValue(crc) != expected) {
            throw BadImage.bitmapChecksum(start, Checksum.partcloneValue(crc), expected);
        }
    }

    private void countBits(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            bits |= (bytes[i] == 1 ? 1 : 0) << bitCount++;
            if (bitCount == 8) {
                crc.update(bits);
                bits = 0;
                bitCount = 0;
            }
        }
    }
}
