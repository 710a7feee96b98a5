package ezio.partclone.capture;

import ezio.core.disk.BlockDevice;
import ezio.core.extent.Extent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The first sector of a FAT, exFAT or NTFS: how long the file system says that it is.
 *
 * <pre>
 *           FAT                       exFAT                       NTFS
 *    3  8   –                         "EXFAT   "                  "NTFS    "
 *   11  2   bytes to a sector         0                           bytes to a sector
 *   19  2   sectors, if not 0         0                           0
 *   32  4   sectors                   0                           0
 *   40  8   –                         –                           sectors, without the copy of this one behind them
 *   72  8   –                         sectors                     –
 *  108  1   –                         log2 of bytes to a sector   –
 * </pre>
 */
public final class BootSector {

    private static final int READ_BYTES = 512;
    private static final int MAX_SECTOR_BYTES = 4096;

    private final FileSystems fileSystem;
    private final int sectorBytes;
    private final long sectors;

    private BootSector(FileSystems fileSystem, int sectorBytes, long sectors) {
        this.fileSystem = fileSystem;
        this.sectorBytes = sectorBytes;
        this.sectors = sectors;
    }

    /** Reads it; empty for other file systems, and where it says nothing that can be. */
    public static Optional<BootSector> read(BlockDevice device, FileSystems fileSystem) {
        if (device.sizeBytes() < READ_BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = bytesAt(device, 0);
        int plainBytes = Short.toUnsignedInt(in.getShort(11));
        BootSector found =
                switch (fileSystem) {
                    case FAT -> new BootSector(fileSystem, plainBytes, fatSectors(in));
                    case EXFAT -> new BootSector(fileSystem, 1 << (in.get(108) & 31), in.getLong(72));
                    case NTFS -> new BootSector(fileSystem, plainBytes, in.getLong(40));
                    default -> null;
                };
        return Optional.ofNullable(found).filter(BootSector::isPossible);
    }

    private static long fatSectors(ByteBuffer in) {
        int few = Short.toUnsignedInt(in.getShort(19));
        return few != 0 ? few : Integer.toUnsignedLong(in.getInt(32));
    }

    private boolean isPossible() {
        return sectorBytes >= READ_BYTES
                && sectorBytes <= MAX_SECTOR_BYTES
                && Integer.bitCount(sectorBytes) == 1
                && sectors > 0
                && sectors < Long.MAX_VALUE / MAX_SECTOR_BYTES;
    }

    /** Returns the size of the smallest device that the file system fits, with the copy of the sector for NTFS. */
    public long neededBytes() {
        return (sectors + (fileSystem == FileSystems.NTFS ? 1 : 0)) * sectorBytes;
    }

    /**
     * Finds NTFS's copy of this sector, which lies behind the last cluster: where the file system ends, or in the
     * device's last sector.
     *
     * @param device the same
     * @return one sector; empty for other file systems, and where no copy is
     */
    public Optional<Extent> findCopy(BlockDevice device) {
        if (fileSystem != FileSystems.NTFS) {
            return Optional.empty();
        }
        long atEnd = device.sizeBytes() - sectorBytes;
        return copyAt(device, sectors * sectorBytes).or(() -> copyAt(device, atEnd));
    }

    private Optional<Extent> copyAt(BlockDevice device, long offsetBytes) {
        if (offsetBytes <= 0 || offsetBytes + sectorBytes > device.sizeBytes()) {
            return Optional.empty();
        }
        byte[] name = new byte[8];
        bytesAt(device, offsetBytes).get(3, name);
        return new String(name, StandardCharsets.ISO_8859_1).equals("NTFS    ")
                ? Optional.of(new Extent(offsetBytes, sectorBytes))
                : Optional.empty();
    }

    private static ByteBuffer bytesAt(BlockDevice device, long offsetBytes) {
        ByteBuffer bytes = ByteBuffer.allocate(READ_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        device.read(offsetBytes, bytes);
        return bytes;
    }
}
