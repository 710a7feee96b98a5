package ezio.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Where images may be. */
final class AllowedPaths {

    private static final Path NOWHERE = Path.of("/nonexistent");

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
        // Not normalized: what ".." leads to is the kernel's to say, which follows links first.
        Path real = real(path.toAbsolutePath());
        if (directories.stream().noneMatch(directory -> real.startsWith(real(directory.toAbsolutePath())))) {
            throw DaemonProblem.pathNotAllowed(path, directories);
        }
    }

    // What does not exist yet will be made in the nearest directory that does.
    private static Path real(Path path) {
        for (Path there = path; there != null; there = there.getParent()) {
            if (Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
                int known = there.getNameCount();
                Path rest = known == path.getNameCount() ? Path.of("") : path.subpath(known, path.getNameCount());
                if (!rest.equals(rest.normalize())) {
                    // Nobody knows what ".." will be below what does not exist.
                    return NOWHERE;
                }
                try {
                    return there.toRealPath().resolve(rest);
                } catch (IOException e) {
                    // A link that leads nowhere: nobody knows what it will lead to.
                    return NOWHERE;
                }
            }
        }
        return path;
    }
}
