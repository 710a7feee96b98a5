package ezio.core.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Something that changes when a disk, a partition, a file or the files of a directory are written to, by whom and by
 * whatever way, and whenever the machine starts anew. Two equal marks mean that nothing was written in between; different
 * ones mean nothing.
 *
 * <p>The kernel counts the sectors that are written to each device. To a partition one can also write by way of its disk, to
 * a volume by way of what it is built on, to a loop device by way of its file, so that those are part of the mark. A file
 * has its times, of which the one of its last change cannot be set by programs. What waits in memory is not counted: sync
 * first.
 *
 * @param text one line
 */
public record WriteMark(String text) {

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    // Documentation/admin-guide/iostats.rst of Linux: "# of sectors written" is the seventh, "# of discards completed"
    // the
    // twelfth.
    private static final int SECTORS_WRITTEN = 6;
    private static final int DISCARDS = 11;

    /** Returns the mark as of now; empty where none can be taken. */
    public static Optional<WriteMark> take(Path path) {
        try {
            Set<String> parts = new LinkedHashSet<>();
            parts.add(Files.readString(BOOT).strip());
            add(path, parts);
            return Optional.of(new WriteMark(String.join(" ", parts)));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static void add(Path path, Set<String> parts) throws IOException {
        PathFacts facts = PathFacts.of(path);
        switch (facts.kind()) {
            case FILE -> parts.add(file(facts.realPath()));
            case DIRECTORY -> parts.add(directory(facts.realPath()));
            case BLOCK -> add(BlockSysfs.numbered(facts.deviceNumber().orElseThrow()), parts);
            default -> throw new IOException(path + " is " + facts.kind().words());
        }
    }

    private static String file(Path file) throws IOException {
        Map<String, Object> unix = Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime,ctime");
        return "file:" + unix.get("dev") + "/" + unix.get("ino") + ":" + unix.get("size") + ":"
                + nanoseconds(unix.get("lastModifiedTime")) + ":" + nanoseconds(unix.get("ctime"));
    }

    private static long nanoseconds(Object time) {
        return ((java.nio.file.attribute.FileTime) time).to(TimeUnit.NANOSECONDS);
    }

    private static String directory(Path directory) throws IOException {
        List<String> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                files.add(entry.getFileName() + " " + file(entry));
            }
        }
        Collections.sort(files);
        // Of 50,000 slices, it is to fit into a line.
        return "directory:" + files.size() + ":"
                + UUID.nameUUIDFromBytes(String.join("\n", files).getBytes(StandardCharsets.UTF_8));
    }

    private static void add(BlockSysfs device, Set<String> parts) throws IOException {
        String[] counts = device.line("stat").orElseThrow().split("\\s+", -1);
        // A disk that was plugged in again, or a loop device that was set up anew, counts from zero under another
        // number.
        String text =
                "device:" + device.name() + ":" + device.disk().line("diskseq").orElse("") + ":"
                        + counts[SECTORS_WRITTEN] + ":" + (counts.length > DISCARDS ? counts[DISCARDS] : "");
        if (!parts.add(text)) {
            return;
        }
        if (!device.disk().equals(device)) {
            add(device.disk(), parts);
        }
        for (BlockSysfs slave : device.slaves()) {
            add(slave, parts);
        }
        Optional<Path> file = device.backingFile();
        if (file.isPresent()) {
            add(file.get(), parts);
        }
    }
}
