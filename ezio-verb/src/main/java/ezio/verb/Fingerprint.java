package ezio.verb;

import ezio.partclone.volume.Volumes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Something that differs when a file, its volumes, a device or a directory of slices was written to: cheap to take, and
 * no hash of the content.
 *
 * <p>A file has its length, its time and its number. A device has no time; for it the kernel counts the sectors that were
 * written to it since the system started, so that the boot is part of it.
 */
record Fingerprint(String text) {

    private static final int SECTORS_WRITTEN = 6;

    /** Returns the fingerprint as of now; empty where none can be taken. */
    static Optional<Fingerprint> take(Path path) {
        try {
            if (!Files.exists(path) && Volumes.areAt(path)) {
                return Optional.of(ofVolumes(Volumes.find(path)));
            }
            Path real = path.toRealPath();
            BasicFileAttributes found = Files.readAttributes(real, BasicFileAttributes.class);
            if (found.isRegularFile()) {
                return Optional.of(new Fingerprint("file:" + of(found)));
            }
            return found.isDirectory() ? ofDirectory(real) : ofDevice(real);
        } catch (IOException | RuntimeException e) {
            // Files.list wraps what goes wrong on the way; either way there is nothing to compare.
            return Optional.empty();
        }
    }

    private static String of(BasicFileAttributes file) {
        return file.size() + ":" + file.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS) + ":"
                + file.fileKey();
    }

    private static Fingerprint ofVolumes(Volumes volumes) throws IOException {
        StringBuilder text = new StringBuilder("volumes");
        for (Path volume : volumes.paths()) {
            text.append(':').append(of(Files.readAttributes(volume, BasicFileAttributes.class)));
        }
        // Of hundreds of volumes, it is to fit into a line.
        return new Fingerprint("volumes:" + volumes.paths().size() + ":"
                + UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<Fingerprint> ofDirectory(Path directory) throws IOException {
        long count = 0;
        long bytes = 0;
        long newest = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                count++;
                bytes += found.size();
                newest = Math.max(newest, found.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS));
            }
        }
        return Optional.of(new Fingerprint("slices:" + count + ":" + bytes + ":" + newest));
    }

    private static Optional<Fingerprint> ofDevice(Path device) throws IOException {
        Path statistics = Path.of("/sys/class/block", device.getFileName().toString(), "stat");
        String[] counts = Files.readString(statistics).strip().split("\\s+", -1);
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        return Optional.of(new Fingerprint("device:" + boot + ":" + counts[SECTORS_WRITTEN]));
    }
}
