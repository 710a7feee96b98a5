package ezio.core.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes a tree of files as the kernel's sysfs shows its block devices, for specs. */
public final class FakeSysfs {

    private final Path root;

    public FakeSysfs(Path root) {
        this.root = root;
        make(root.resolve("class/block"));
    }

    /** Adds a whole device; files by their path in its directory, such as "queue/rotational". */
    public FakeSysfs disk(String name, String number, long sizeBytes, Map<String, String> files) {
        device(root.resolve("devices/" + name), name, number, sizeBytes, files);
        return this;
    }

    public FakeSysfs disk(String name, String number, long sizeBytes) {
        return disk(name, number, sizeBytes, Map.of());
    }

    public FakeSysfs partition(String disk, String name, String number, int partition, long sizeBytes) {
        Path directory = root.resolve("devices/" + disk + "/" + name);
        device(directory, name, number, sizeBytes, Map.of("partition", partition + "\n"));
        return this;
    }

    /** Says that {@code upper} is built on {@code lower}, at both of them; both are there already. */
    public FakeSysfs builtOn(String upper, String lower) {
        make(real(lower).resolve("holders").resolve(upper));
        make(real(upper).resolve("slaves").resolve(lower));
        return this;
    }

    public FakeSysfs btrfs(String uuid, String... devices) {
        for (String device : devices) {
            make(root.resolve("fs/btrfs/" + uuid + "/devices/" + device));
        }
        return this;
    }

    private Path real(String name) {
        try {
            return root.resolve("class/block/" + name).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void device(Path directory, String name, String number, long sizeBytes, Map<String, String> files) {
        write(directory.resolve("dev"), number + "\n");
        write(directory.resolve("size"), sizeBytes / 512 + "\n");
        files.forEach((file, text) -> write(directory.resolve(file), text));
        try {
            Files.createSymbolicLink(root.resolve("class/block/" + name), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        make(file.getParent());
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void make(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
