package ezio.partclone.volume;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.MemoryLimitException;

/**
 * Unpacks lzip.
 *
 * <pre>
 *   "LZIP", version 1, dictionary size       6 bytes; 2^(low 5 bits), less (high 3 bits)/16 of it
 *   LZMA stream, lc=3 lp=0 pb=2              ends with a marker
 *   CRC32, unpacked size, size of the member  4 + 8 + 8 bytes
 * </pre>
 *
 * Members follow each other; like lzip, it ignores what follows the last one unless that looks like a member.
 */
final class LzipInput extends InputStream {

    private static final byte[] MAGIC = {'L', 'Z', 'I', 'P'};
    private static final int HEADER_BYTES = 6;
    private static final int TRAILER_BYTES = 20;
    // lc + 9 * (lp + 5 * pb), with 3, 0 and 2.
    private static final byte PROPERTIES = 93;
    private static final int MIN_DICTIONARY = 4 << 10;
    private static final int MAX_DICTIONARY = 512 << 20;

    private final VolumeInput in;
    private final int memoryLimitKib;
    private final CRC32 crc = new CRC32();
    private LZMAInputStream member;
    private long memberStartBytes;
    private long unpackedBytes;

    LzipInput(VolumeInput in, int memoryLimitKib) throws IOException {
        this.in = in;
        this.memoryLimitKib = memoryLimitKib;
        if (!openMember()) {
            throw new EOFException("no member");
        }
    }

    private boolean openMember() throws IOException {
        memberStartBytes = in.positionBytes();
        byte[] header = in.readNBytes(HEADER_BYTES);
        boolean isMember =
                header.length >= MAGIC.length && ByteBuffer.wrap(header, 0, 4).equals(ByteBuffer.wrap(MAGIC));
        if (!isMember) {
            return false;
        }
        if (header.length < HEADER_BYTES) {
            throw new EOFException("header cut off");
        }
        if (header[4] != 1) {
            throw new IOException("version " + header[4]);
        }
        int base = 1 << (header[5] & 0x1f);
        int dictionary = base - base / 16 * (header[5] >> 5 & 7);
        if (dictionary < MIN_DICTIONARY || dictionary > MAX_DICTIONARY) {
            throw new IOException("dictionary of " + dictionary + " bytes");
        }
        int memoryKib = LZMAInputStream.getMemoryUsage(dictionary, PROPERTIES);
        if (memoryKib > memoryLimitKib) {
            throw new MemoryLimitException(memoryKib, memoryLimitKib);
        }
        member = new LZMAInputStream(in, -1, PROPERTIES, dictionary);
        crc.reset();
        unpackedBytes = 0;
        return true;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (member != null) {
            int count = member.read(into, offset, length);
            if (count >= 0) {
                crc.update(into, offset, count);
                unpackedBytes += count;
                return count;
            }
            member = null;
            checkTrailer();
            openMember();
        }
        return -1;
    }

    private void checkTrailer() throws IOException {
        byte[] bytes = in.readNBytes(TRAILER_BYTES);
        if (bytes.length < TRAILER_BYTES) {
            throw new EOFException("trailer cut off");
        }
        ByteBuffer trailer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (trailer.getInt() != (int) crc.getValue()) {
            throw new IOException("CRC differs");
        }
        if (trailer.getLong() != unpackedBytes || trailer.getLong() != in.positionBytes() - memberStartBytes) {
            throw new IOException("size differs");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }
}
