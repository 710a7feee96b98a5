package ezio.core.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A block device's directory in sysfs. */
record BlockSysfs(Path directory) {

    private static final Path SYSFS = Path.of("/sys");

    /**
     * @param number "major:minor"
     * @throws IOException if there is no such device
     */
    static BlockSysfs numbered(String number) throws IOException {
        return new BlockSysfs(SYSFS.resolve("dev/block").resolve(number).toRealPath());
    }

    String name() {
        return directory.getFileName().toString();
    }

    /** Returns what a file of it says; empty if there is none. */
    Optional<String> line(String file) {
        try {
            String text = Files.readString(directory.resolve(file)).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the disk that this is a partition of, else itself. */
    BlockSysfs disk() {
        return line("partition").isPresent() ? new BlockSysfs(directory.getParent()) : this;
    }

    /** Returns the devices that this one is built on. */
    List<BlockSysfs> slaves() throws IOException {
        List<BlockSysfs> slaves = new ArrayList<>();
        Path names = directory.resolve("slaves");
        if (Files.isDirectory(names)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(names)) {
                for (Path entry : entries) {
                    slaves.add(new BlockSysfs(entry.toRealPath()));
                }
            }
        }
        return slaves;
    }

    /** Returns the file that a loop device stands for. */
    Optional<Path> backingFile() {
        return line("loop/backing_file").map(Path::of);
    }
}
