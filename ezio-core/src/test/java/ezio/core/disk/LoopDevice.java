package ezio.core.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** A loop device on a file, for specs; detached when closed. Takes root. */
public final class LoopDevice implements AutoCloseable {

    private final Path path;

    private LoopDevice(Path path) {
        this.path = path;
    }

    /** Attaches a file that is there. */
    public static LoopDevice attach(Path file) {
        return new LoopDevice(Path.of(SystemTool.run("losetup", "-f", "--show", file)));
    }

    /** Attaches a file so that it cannot be written. "blockdev --setro" would outlast the loop device's file. */
    public static LoopDevice attachReadOnly(Path file) {
        return new LoopDevice(Path.of(SystemTool.run("losetup", "-r", "-f", "--show", file)));
    }

    /** Makes a file and attaches it. */
    public static LoopDevice create(Path file, long sizeBytes) throws IOException {
        makeFile(file, sizeBytes);
        return attach(file);
    }

    private static void makeFile(Path file, long sizeBytes) throws IOException {
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(sizeBytes);
        }
    }

    /** Makes a file with partitions of these sizes, and a rest, and attaches it with its partitions. */
    public static LoopDevice createWithPartitions(Path file, long sizeBytes, String... sizes) throws IOException {
        makeFile(file, sizeBytes);
        StringBuilder script = new StringBuilder("label: dos\\n");
        for (String size : sizes) {
            script.append("size=").append(size).append("\\n");
        }
        SystemTool.run("sh", "-c", "printf '" + script + "' | sfdisk -q " + file);
        LoopDevice loop = attach(file);
        try {
            // Kernels without partition tables of their own have to be told; others know already.
            SystemTool.run("partx", "-u", loop.path);
        } catch (AssertionError e) {
            loop.close();
            throw e;
        }
        return loop;
    }

    public Path path() {
        return path;
    }

    public String kernelName() {
        return path.getFileName().toString();
    }

    public Path partition(int number) {
        return Path.of(path + "p" + number);
    }

    @Override
    public void close() {
        SystemTool.run("sh", "-c", "partx -d " + path + " 2>/dev/null; losetup -d " + path);
    }
}
