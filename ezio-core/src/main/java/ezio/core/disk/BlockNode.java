package ezio.core.disk;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One block device as the kernel tells of it.
 *
 * @param kernelName "sda1", "dm-0", "cciss!c0d0": the name in sysfs
 * @param number "major:minor"
 * @param path the name to speak of it by: /dev/sda1, /dev/mapper/vg-root
 * @param kernelPath /dev and the kernel's name; for most devices the same
 * @param disk the kernel's name of the disk that this is a partition of
 * @param partition its number there; 0 for a whole disk
 * @param holders the kernel's names of the devices that are built on this one
 * @param slaves the kernel's names of the devices that this one is built on
 * @param backingFile what a loop device stands for
 * @param mapperUuid what made a device-mapper device: "LVM-…", "CRYPT-…"
 */
record BlockNode(
        String kernelName,
        String number,
        Path path,
        Path kernelPath,
        long sizeBytes,
        Optional<String> disk,
        int partition,
        boolean isReadOnly,
        boolean isRemovable,
        boolean isRotational,
        boolean isHidden,
        List<String> holders,
        List<String> slaves,
        Optional<String> backingFile,
        Optional<String> model,
        Optional<String> mapperUuid) {

    /** Returns every path that a mount table could name the device by. */
    List<String> names() {
        return List.of(path.toString(), kernelPath.toString());
    }
}
