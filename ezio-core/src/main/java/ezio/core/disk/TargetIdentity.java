package ezio.core.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells whether a path means the same disk, partition, file or directory as before, also after a restart of the machine.
 * Says nothing about what is on it.
 *
 * <p>A file or a directory is known by its path, its number and, for a file, its size. A disk is known by its size and its
 * serial number, or its name where it has none; a partition by its disk, its start and its size; a loop device by its file.
 *
 * @param text one line
 */
public record TargetIdentity(String text) {

    // Of these, a disk has one as a rule: SCSI and SATA, NVMe, virtio, device mapper, md.
    private static final List<String> SERIALS =
            List.of("device/wwid", "wwid", "device/serial", "serial", "dm/uuid", "md/uuid");

    /** Returns the identity as of now; empty where the path cannot be looked at, or is nothing of these. */
    public static Optional<TargetIdentity> of(Path path) {
        try {
            return Optional.of(new TargetIdentity(look(path).replaceAll("\\p{Cntrl}", "?")));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String look(Path path) throws IOException {
        PathFacts facts = PathFacts.of(path);
        return switch (facts.kind()) {
            case FILE -> "file:" + inode(facts.realPath()) + ":" + facts.sizeBytes() + ":" + facts.realPath();
            case DIRECTORY -> "directory:" + inode(facts.realPath()) + ":" + facts.realPath();
            case BLOCK -> device(BlockSysfs.numbered(facts.deviceNumber().orElseThrow()));
            default -> throw new IOException(path + " is " + facts.kind().words());
        };
    }

    private static Object inode(Path path) throws IOException {
        Map<String, Object> unix = Files.readAttributes(path, "unix:ino");
        return unix.get("ino");
    }

    private static String device(BlockSysfs device) throws IOException {
        String sectors = device.line("size").orElseThrow();
        BlockSysfs disk = device.disk();
        Optional<Path> file = disk.backingFile();
        String diskText = file.isPresent() ? look(file.get()) : serial(disk);
        return "device:" + sectors + ":" + device.line("start").orElse("0") + ":" + diskText;
    }

    private static String serial(BlockSysfs disk) {
        return SERIALS.stream()
                .flatMap(file -> disk.line(file).stream())
                .findFirst()
                .orElseGet(disk::name);
    }
}
