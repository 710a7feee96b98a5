package ezio.core.tracker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The .torrent files that lie in one directory: not those below it, nor what a link there leads to elsewhere. */
final class TorrentDirectory {

    private static final String SUFFIX = ".torrent";

    private final Path directory;

    TorrentDirectory(Path directory) {
        this.directory = directory;
    }

    /** Returns the names of the files, sorted; looks at the disk. */
    List<String> listNames() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> find(name).isPresent())
                    .sorted()
                    .toList();
        }
    }

    /** Returns the file that a client may have under {@code name}; looks at the disk. */
    Optional<Path> find(String name) {
        if (!name.endsWith(SUFFIX) || name.startsWith(".") || name.indexOf('/') >= 0) {
            return Optional.empty();
        }
        try {
            Path file = directory.resolve(name).toRealPath();
            boolean isHere = directory.toRealPath().equals(file.getParent());
            return isHere && file.toString().endsWith(SUFFIX) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }
}
