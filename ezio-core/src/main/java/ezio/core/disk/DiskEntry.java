package ezio.core.disk;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A disk, a partition, or another device that can hold an image.
 *
 * @param path "/dev/sda1", "/dev/mapper/vg-root"
 * @param parent the disk that a partition is on
 * @param fileSystem as blkid names it: "ext4", "vfat", "swap", "LVM2_member"; empty where nothing is known
 * @param mountPoints where it is mounted; for btrfs also where another device of the same file system is
 * @param isSwap whether it is used as swap now, not whether it could be
 * @param holders the devices that are built on it: LVM volumes, RAID arrays, opened LUKS devices, loop devices
 * @param model what the disk calls itself; a partition has its disk's
 */
public record DiskEntry(
        Path path,
        Kind kind,
        long sizeBytes,
        Optional<Path> parent,
        Optional<String> fileSystem,
        Optional<String> label,
        List<String> mountPoints,
        boolean isSwap,
        List<Path> holders,
        boolean isRotational,
        boolean isReadOnly,
        boolean isRemovable,
        Optional<String> model) {

    /** What sort of device it is. */
    public enum Kind {
        DISK,
        PARTITION,
        LOOP,
        OPTICAL,
        /** A RAID array of md. */
        RAID,
        /** A logical volume of LVM. */
        VOLUME,
        /** An opened LUKS device. */
        CRYPT,
        /** Another device of device-mapper: multipath, a partition made by kpartx. */
        MAPPED
    }
}
