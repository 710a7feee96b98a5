package ezio.core.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a device or a file lies on, as far as it decides how to read it. */
public enum Medium {
    /** A head has to move: few, large reads in order. */
    ROTATING,
    /** Any order is as good as another: flash, or memory. */
    FLAT,
    /** The kernel does not say. */
    UNKNOWN;

    private static final Path SYSFS = Path.of("/sys");
    // Loop devices report what they were made with, not what they lie on; those are asked for their file.
    private static final String BACKING_FILE = "loop/backing_file";

    /** Finds out what {@code path} lies on; links are followed. Looks into sysfs, never at the device. */
    public static Medium of(Path path) {
        return of(path, SYSFS);
    }

    static Medium of(Path path, Path sysfs) {
        try {
            PathFacts facts = PathFacts.of(path);
            return switch (facts.kind()) {
                case BLOCK -> ofDevice(facts.deviceNumber().orElseThrow(), sysfs);
                case FILE, DIRECTORY -> ofFile(path, sysfs);
                default -> UNKNOWN;
            };
        } catch (IOException | RuntimeException e) {
            return UNKNOWN;
        }
    }

    private static Medium ofFile(Path path, Path sysfs) throws IOException {
        String number = PathFacts.deviceNumber((Long) Files.getAttribute(path, "unix:dev"));
        // tmpfs, overlays and network file systems have a number of their own, with major 0.
        return number.startsWith("0:")
                ? Files.getFileStore(path).type().equals("tmpfs") ? FLAT : UNKNOWN
                : ofDevice(number, sysfs);
    }

    private static Medium ofDevice(String number, Path sysfs) throws IOException {
        Path device = sysfs.resolve("dev/block").resolve(number);
        Path backing = device.resolve(BACKING_FILE);
        if (Files.isReadable(backing)) {
            Path file = Path.of(Files.readString(backing).strip());
            return Files.exists(file) ? of(file, sysfs) : UNKNOWN;
        }
        // A partition has no queue of its own.
        for (String queue : new String[] {"queue", "../queue"}) {
            Path rotational =
                    device.toRealPath().resolve(queue).resolve("rotational").normalize();
            if (Files.isReadable(rotational)) {
                return Files.readString(rotational).strip().equals("1") ? ROTATING : FLAT;
            }
        }
        return UNKNOWN;
    }
}
