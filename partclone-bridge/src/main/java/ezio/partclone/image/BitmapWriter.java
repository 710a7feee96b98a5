package ezio.partclone.image;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Writes a list of used blocks in bits, and the checksum behind it, without keeping it; see {@link BitmapReader}. */
final class BitmapWriter {

    private static final int STEP_BYTES = 64 << 10;

    private final OutputStream out;
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[STEP_BYTES];
    private int inBuffer;
    private int bits;
    private long block;

    private BitmapWriter(OutputStream out) {
        this.out = out;
    }

    /** Returns how many bytes it has with its checksum. */
    static long lengthBytes(long totalBlocks) {
        return (totalBlocks + 7) / 8 + Integer.BYTES;
    }

    static void write(UsedBlocks used, long totalBlocks, OutputStream out) throws IOException {
        BitmapWriter writer = new BitmapWriter(out);
        IOException[] failure = new IOException[1];
        used.forEachRun((first, count) -> {
            try {
                if (failure[0] == null) {
                    writer.addUntil(first, false);
                    writer.addUntil(first + count, true);
                }
            } catch (IOException e) {
                failure[0] = e;
            }
        });
        if (failure[0] != null) {
            throw failure[0];
        }
        writer.addUntil((totalBlocks + 7) / 8 * 8, false);
        writer.flush();
        out.write(Checksum.littleEndian(Integer.BYTES, Checksum.partcloneValue(writer.crc), 0));
    }

    private void addUntil(long end, boolean isUsed) throws IOException {
        while (block < end && block % 8 != 0) {
            addBit(isUsed);
        }
        for (long bytes = (end - block) / 8; bytes > 0; ) {
            int part = (int) Math.min(bytes, STEP_BYTES - inBuffer);
            Arrays.fill(buffer, inBuffer, inBuffer + part, (byte) (isUsed ? 0xff : 0));
            inBuffer += part;
            bytes -= part;
            block += 8L * part;
            flushIfFull();
        }
        while (block < end) {
            addBit(isUsed);
        }
    }

    private void addBit(boolean isUsed) throws IOException {
        bits |= (isUsed ? 1 : 0) << (block % 8);
        block++;
        if (block % 8 == 0) {
            buffer[inBuffer++] = (byte) bits;
            bits = 0;
            flushIfFull();
        }
    }

    private void flushIfFull() throws IOException {
        if (inBuffer == STEP_BYTES) {
            flush();
        }
    }

    private void flush() throws IOException {
        crc.update(buffer, 0, inBuffer);
        out.write(buffer, 0, inBuffer);
        inBuffer = 0;
    }
}
