package ezio.partclone.image;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import net.jpountz.xxhash.StreamingXXHash64;
import net.jpountz.xxhash.XXHashFactory;

/** A running checksum over the blocks of an image. Not safe for use by several threads. */
abstract class Checksum {

    private static final Checksum NONE = new Checksum() {
        @Override
        void update(byte[] bytes, int offset, int length) {}

        @Override
        void reset() {}

        @Override
        byte[] value() {
            return new byte[0];
        }
    };

    abstract void update(byte[] bytes, int offset, int length);

    abstract void reset();

    /** Returns the checksum so far as the image stores it, and goes on. */
    abstract byte[] value();

    /** Returns partclone's CRC32, which lacks the last inversion that everyone else makes. */
    static int partcloneValue(CRC32 crc) {
        return ~(int) crc.getValue();
    }

    static Checksum of(ChecksumMode mode, int blockBytes) {
        return switch (mode) {
            case NONE -> NONE;
            case CRC32 -> new Crc();
            case XXH64 -> new Xxh64();
            case XXH128 -> new Xxh128();
            case CRC32_0001 -> new Crc0001(blockBytes);
        };
    }

    static byte[] littleEndian(int sizeBytes, long low, long high) {
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        return Arrays.copyOf(bytes.putLong(low).putLong(high).array(), sizeBytes);
    }

    private static final class Crc extends Checksum {
        private final CRC32 crc = new CRC32();

        @Override
        void update(byte[] bytes, int offset, int length) {
            crc.update(bytes, offset, length);
        }

        @Override
        void reset() {
            crc.reset();
        }

        @Override
        byte[] value() {
            return littleEndian(4, partcloneValue(crc), 0);
        }
    }

    private static final class Xxh64 extends Checksum {
        private final StreamingXXHash64 hash = XXHashFactory.fastestInstance().newStreamingHash64(0);

        @Override
        void update(byte[] bytes, int offset, int length) {
            hash.update(bytes, offset, length);
        }

        @Override
        void reset() {
            hash.reset();
        }

        @Override
        byte[] value() {
            return littleEndian(8, hash.getValue(), 0);
        }
    }

    private static final class Xxh128 extends Checksum {
        private final HashStream128 hash = Hashing.xxh3_128().hashStream();

        @Override
        void update(byte[] bytes, int offset, int length) {
            hash.putBytes(bytes, offset, length);
        }

        @Override
        void reset() {
            hash.reset();
        }

        @Override
        byte[] value() {
            HashValue128 value = hash.get();
            return littleEndian(16, value.getLeastSignificantBits(), value.getMostSignificantBits());
        }
    }

    private static final class Crc0001 extends Checksum {
        private final CRC32 crc = new CRC32();
        private final byte[] block;
        private int inBlock;

        Crc0001(int blockBytes) {
            block = new byte[blockBytes];
        }

        @Override
        void update(byte[] bytes, int offset, int length) {
            int at = 0;
            while (at < length) {
                if (inBlock == 0) {
                    Arrays.fill(block, bytes[offset + at]);
                    crc.update(block);
                }
                int part = Math.min(block.length - inBlock, length - at);
                inBlock = (inBlock + part) % block.length;
                at += part;
            }
        }

        @Override
        void reset() {
            crc.reset();
        }

        @Override
        byte[] value() {
            return littleEndian(4, partcloneValue(crc), 0);
        }
    }
}
