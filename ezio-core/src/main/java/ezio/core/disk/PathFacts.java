package ezio.core.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a path leads to, as far as it can be told without opening it: opening a pipe blocks, opening a tape rewinds it.
 *
 * @param realPath the path without links; absolute but otherwise as given where nothing is there
 * @param deviceNumber "major:minor" of a block device
 * @param sizeBytes the size of a file; 0 for everything else
 * @param isWritable whether this process may write; on a read-only file system nobody may
 * @param identity equal for two paths that lead to the same device or file, by links of either sort too
 */
record PathFacts(
        Kind kind, Path realPath, Optional<String> deviceNumber, long sizeBytes, boolean isWritable, String identity) {

    enum Kind {
        BLOCK("a block device"),
        FILE("a file"),
        DIRECTORY("a directory"),
        CHARACTER("a character device"),
        OTHER("a pipe or a socket"),
        MISSING("missing");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        boolean canHoldAnImage() {
            return this == BLOCK || this == FILE;
        }
    }

    private static final int S_IFMT = 0170000;

    static PathFacts missing(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return new PathFacts(Kind.MISSING, absolute, Optional.empty(), 0, false, absolute.toString());
    }

    /**
     * Looks at a path, links followed; what is not there is {@code MISSING}.
     *
     * @throws IOException if it cannot be looked at for another reason: no permission, a loop of links
     */
    static PathFacts of(Path path) throws IOException {
        Map<String, Object> unix;
        Path real;
        try {
            unix = Files.readAttributes(path, "unix:mode,rdev,dev,ino,size");
            real = path.toRealPath();
        } catch (NoSuchFileException e) {
            return missing(path);
        }
        Kind kind = kind((Integer) unix.get("mode"));
        Optional<String> number =
                kind == Kind.BLOCK ? Optional.of(deviceNumber((Long) unix.get("rdev"))) : Optional.empty();
        String identity = number.orElseGet(() -> unix.get("dev") + "/" + unix.get("ino"));
        long size = kind == Kind.FILE ? (Long) unix.get("size") : 0;
        return new PathFacts(kind, real, number, size, Files.isWritable(path), identity);
    }

    /**
     * Looks at a path as {@link #of} does.
     *
     * @throws DeviceFailure with {@code OPEN} if it cannot be looked at
     */
    static PathFacts look(Path path) {
        try {
            return of(path);
        } catch (IOException e) {
            throw DeviceFailure.open(path.toString(), e);
        }
    }

    private static Kind kind(int mode) {
        return switch (mode & S_IFMT) {
            case 0060000 -> Kind.BLOCK;
            case 0100000 -> Kind.FILE;
            case 0040000 -> Kind.DIRECTORY;
            case 0020000 -> Kind.CHARACTER;
            default -> Kind.OTHER;
        };
    }

    // The layout of glibc's dev_t: gnu_dev_major() and gnu_dev_minor().
    static String deviceNumber(long rdev) {
        long major = ((rdev >>> 8) & 0xfff) | ((rdev >>> 32) & ~0xfffL);
        long minor = (rdev & 0xff) | ((rdev >>> 12) & ~0xffL & 0xffffffffL);
        return major + ":" + minor;
    }
}
