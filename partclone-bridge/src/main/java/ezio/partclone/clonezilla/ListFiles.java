package ezio.partclone.clonezilla;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads the small text files of a directory, none of which need be there. */
final class ListFiles {

    static final int MAX_BYTES = 4 << 20;

    private final Path directory;

    ListFiles(Path directory) {
        this.directory = directory;
    }

    /** Returns the names of all files, sorted. */
    SortedSet<String> names() {
        if (!Files.isDirectory(directory)) {
            throw BadClonezillaImage.notADirectory(directory);
        }
        try (Stream<Path> files = Files.list(directory)) {
            TreeSet<String> names = new TreeSet<>();
            files.forEach(file -> names.add(file.getFileName().toString()));
            return names;
        } catch (IOException e) {
            throw BadClonezillaImage.unreadable(directory, e);
        }
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** Returns the lines of a file; none if it is not there. */
    List<String> lines(String name) {
        Path file = path(name);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw BadClonezillaImage.tooLarge(file, MAX_BYTES);
            }
            // A stranger may have written it, and it is shown on terminals.
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceAll("[\\p{Cntrl}&&[^\t]]", "?"))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw BadClonezillaImage.unreadable(file, e);
        }
    }

    /** Returns the lines without comments and empty ones, each as its words. */
    List<List<String>> words(String name) {
        return lines(name).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> Arrays.asList(line.split("\\s+")))
                .toList();
    }
}
