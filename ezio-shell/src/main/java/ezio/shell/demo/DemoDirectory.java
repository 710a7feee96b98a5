package ezio.shell.demo;

import ezio.shell.env.Env;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the demo keeps its made-up disks; removed with all that is in it. */
final class DemoDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoDirectory.class);

    private final Path path;
    private final boolean keep;

    private DemoDirectory(Path path, boolean keep) {
        this.path = path;
        this.keep = keep;
    }

    /**
     * Makes a new directory: in {@code TMPDIR} where that is set, else in memory if there is plenty, else in /tmp or
     * /var/tmp, wherever there is room.
     *
     * @throws DemoProblem if there is none
     */
    static DemoDirectory make(Env env, long neededBytes, boolean keep) {
        List<Path> places = new ArrayList<>();
        env.variable("TMPDIR").map(Path::of).ifPresent(places::add);
        if (places.isEmpty() && !keep && freeMemoryBytes() > 3 * neededBytes) {
            places.add(Path.of("/dev/shm"));
        }
        places.add(Path.of("/tmp"));
        places.add(Path.of("/var/tmp"));
        Path largest = places.get(0);
        long most = -1;
        for (Path place : places) {
            long free = Files.isWritable(place) ? freeBytes(place) : 0;
            if (free >= neededBytes) {
                return new DemoDirectory(makeIn(place), keep);
            }
            if (free > most) {
                most = free;
                largest = place;
            }
        }
        throw DemoProblem.noRoom(neededBytes, largest, Math.max(0, most));
    }

    private static Path makeIn(Path place) {
        try {
            return Files.createTempDirectory(
                    place,
                    "ezio-demo",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw DemoProblem.io("make a directory in " + place, e);
        }
    }

    private static long freeBytes(Path place) {
        try {
            return Files.getFileStore(place).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    // What the kernel thinks can be used without swapping.
    private static long freeMemoryBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        if (!keep) {
            try {
                remove(path);
            } catch (IOException e) {
                LOG.warn("cannot remove {}", path, e);
            }
        }
    }

    static void remove(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
