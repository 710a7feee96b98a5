package ezio.partclone.capture;

import ezio.core.disk.BlockDevice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How many devices a btrfs has, as the superblock on one of them says: partclone reads it as if it were the only one.
 *
 * <pre>
 *   64 KiB + 0x40   8   "_BHRfS_M"
 *   64 KiB + 0x88   8   number of devices, little endian
 * </pre>
 */
public final class BtrfsDevices {

    private static final int SUPERBLOCK = 64 << 10;
    private static final int COUNT = 0x88;

    private BtrfsDevices() {}

    /** Returns the number, 1 where it cannot be told. */
    public static long count(BlockDevice device) {
        if (device.sizeBytes() < SUPERBLOCK + 4096) {
            return 1;
        }
        ByteBuffer superblock = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        device.read(SUPERBLOCK, superblock);
        return superblock.getLong(0x40) == 0x4D5F53665248425FL ? Math.max(1, superblock.getLong(COUNT)) : 1;
    }
}
