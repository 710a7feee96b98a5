package ezio.partclone.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is in the directory of an {@link ImageCache}, to be looked at and removed. */
public final class CacheFiles {

    private final Path directory;

    /**
     * @param directory may not exist
     */
    public CacheFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Returns what takes space, in the order of the names.
     *
     * @throws CacheProblem if the directory cannot be read
     */
    public List<CachedFile> list() {
        List<CachedFile> found = new ArrayList<>();
        try (Stream<Path> paths = Files.list(directory)) {
            for (Path path : paths.sorted().toList()) {
                String name = path.toString();
                if (name.endsWith(ImageCache.BLOCKS) || name.endsWith(ImageCache.PARTIAL)) {
                    read(path).ifPresent(found::add);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw CacheProblem.unreadable(directory, e);
        }
        return found;
    }

    private static Optional<CachedFile> read(Path path) throws IOException {
        try {
            BasicFileAttributes facts = Files.readAttributes(path, BasicFileAttributes.class);
            boolean isComplete =
                    path.toString().endsWith(ImageCache.BLOCKS) && Files.exists(sibling(path, ImageCache.RECORD));
            return Optional.of(
                    new CachedFile(path, facts.size(), facts.lastModifiedTime().toInstant(), isComplete));
        } catch (NoSuchFileException e) {
            // Somebody else has removed it, or completed it, in the meantime.
            return Optional.empty();
        }
    }

    /**
     * Removes a file and what is known of it. Who seeds from it goes on doing so.
     *
     * @return false if it is being made right now; it is left alone then
     * @throws CacheProblem if it cannot be removed
     */
    public boolean remove(CachedFile file) {
        try (CacheLock lock =
                CacheLock.takeIfFree(sibling(file.path(), ImageCache.LOCK)).orElse(null)) {
            if (lock == null) {
                return false;
            }
            Files.deleteIfExists(sibling(file.path(), ImageCache.RECORD));
            Files.deleteIfExists(file.path());
            return true;
        } catch (IOException e) {
            throw CacheProblem.unusable(file.path(), e);
        }
    }

    private static Path sibling(Path file, String suffix) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + suffix);
    }
}
