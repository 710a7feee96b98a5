package ezio.core.disk;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is on a device or an image file, as {@code blkid} finds it there now.
 *
 * @param type as blkid names it: "ext4", "vfat", "swap", "LVM2_member", "crypto_LUKS"; empty where it knows nothing, or
 *     where {@code candidates} are several
 * @param uuid of the file system, or of the swap space
 * @param candidates what it could be, where two or more file systems have left their marks: "ext4", "ntfs"
 * @param partitionTable "gpt", "dos"; a file system may have one in its first sector, too
 * @param isExtendedPartition whether it is the frame around logical partitions, which holds nothing itself
 */
public record DeviceContent(
        Optional<String> type,
        Optional<String> label,
        Optional<String> uuid,
        List<String> candidates,
        Optional<String> partitionTable,
        boolean isExtendedPartition) {

    private static final List<String> EXTENDED = List.of("0x5", "0xf", "0x85", "0xc5", "0xd5");

    /**
     * Lets blkid look; blocks, for 15 s at most if the device does not answer.
     *
     * @throws MissingProgram if there is no blkid
     */
    public static DeviceContent read(Path device) {
        if (ProgramPath.find("blkid").isEmpty()) {
            throw MissingProgram.ofPackage("blkid", "util-linux");
        }
        return parse(ToolRun.output(FileSystemProbe.LIMIT, "blkid", "-p", "-o", "udev", device.toString())
                .orElse(""));
    }

    /** Reads lines such as {@code ID_FS_TYPE=ext4} and {@code ID_FS_AMBIVALENT=filesystem:ext4: filesystem:ntfs:}. */
    static DeviceContent parse(String text) {
        Map<String, String> values = FileSystemProbe.blkidValues(text);
        return new DeviceContent(
                value(values, "ID_FS_TYPE"),
                value(values, "ID_FS_LABEL_ENC"),
                value(values, "ID_FS_UUID_ENC"),
                Arrays.stream(values.getOrDefault("ID_FS_AMBIVALENT", "").split(" ", -1))
                        .map(usage -> usage.split(":", -1))
                        .filter(parts -> parts.length > 1)
                        .map(parts -> parts[1])
                        .distinct()
                        .toList(),
                value(values, "ID_PART_TABLE_TYPE"),
                EXTENDED.contains(values.getOrDefault("ID_PART_ENTRY_TYPE", "")));
    }

    private static Optional<String> value(Map<String, String> values, String name) {
        return Optional.ofNullable(values.get(name)).filter(text -> !text.isBlank());
    }
}
