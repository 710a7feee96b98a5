package ezio.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Where images may be. */
final class AllowedPaths {

    private final List<Path> directories;

    /**
     * @param directories none for everywhere
     */
    AllowedPaths(List<Path> directories) {
        this.directories = directories;
    }

    /**
     * Follows links; looks at the disk.
     *
     * @throws DaemonProblem if {@code path} leads outside
     */
    void check(Path path) {
        if (directories.isEmpty()) {
            return;
        }
        Path real = real(path.toAbsolutePath().normalize());
        if (directories.stream().noneMatch(directory -> real.startsWith(real(directory.toAbsolutePath())))) {
            throw DaemonProblem.pathNotAllowed(path, directories);
        }
    }

    // What does not exist yet will be made in the nearest directory that does.
    private static Path real(Path path) {
        for (Path there = path; there != null; there = there.getParent()) {
            if (Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    return there.toRealPath().resolve(there.relativize(path)).normalize();
                } catch (IOException e) {
                    // A link that leads nowhere: nobody knows what it will lead to.
                    return Path.of("/nonexistent");
                }
            }
        }
        return path;
    }
}
