package ezio.shell.repl;

import ezio.core.problem.Problem;
import ezio.core.torrent.TorrentFiles;
import ezio.core.unit.ByteSize;
import ezio.core.unit.TimeSpan;
import ezio.shell.env.Env;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Files and directories whose names go on from what is typed. */
final class FileChoices {

    private static final int MOST = 500;
    // A torrent of a large disk takes a tenth of a second to read, and a directory may hold many.
    private static final int MOST_READ = 20;
    private static final long LARGEST_READ_BYTES = 4L << 20;

    private final Env env;

    FileChoices(Env env) {
        this.env = env;
    }

    List<Choice> all(String word) {
        return list(word, path -> true);
    }

    List<Choice> directories(String word) {
        return list(word, path -> false);
    }

    List<Choice> withSuffix(String word, String suffix) {
        return list(word, path -> path.getFileName().toString().endsWith(suffix));
    }

    /** Returns directories, and the files that {@code isWanted} accepts. */
    private List<Choice> list(String word, Predicate<Path> isWanted) {
        int slash = word.lastIndexOf('/');
        String above = word.substring(0, slash + 1);
        String begun = word.substring(slash + 1);
        try (Stream<Path> entries = Files.list(env.path(above.isEmpty() ? "." : above))) {
            List<Path> found = entries.filter(path -> begun.startsWith(".")
                            || !path.getFileName().toString().startsWith("."))
                    .filter(path -> path.getFileName().toString().startsWith(begun))
                    .filter(path -> Files.isDirectory(path) || isWanted.test(path))
                    .sorted()
                    .limit(MOST)
                    .toList();
            boolean areFew = found.size() <= MOST_READ;
            return found.stream().map(path -> choice(above, path, areFew)).toList();
        } catch (IOException | UncheckedIOException | InvalidPathException e) {
            return List.of();
        }
    }

    private static Choice choice(String above, Path path, boolean isRead) {
        String name = path.getFileName().toString();
        if (Files.isDirectory(path)) {
            return new Choice(above + name + "/", name + "/", "", false);
        }
        return new Choice(above + name, name, isRead ? words(path, name) : "", true);
    }

    /** Returns "61.2 GiB, 2 minutes ago": for a torrent the size of its image. */
    private static String words(Path path, String name) {
        try {
            long sizeBytes = Files.size(path);
            String age = TimeSpan.printRounded(
                            Duration.between(Files.getLastModifiedTime(path).toInstant(), Instant.now()))
                    + " ago";
            if (!name.endsWith(".torrent")) {
                return Files.isRegularFile(path) ? ByteSize.print(sizeBytes) + ", " + age : "";
            }
            return sizeBytes > LARGEST_READ_BYTES
                    ? "large, " + age
                    : ByteSize.print(TorrentFiles.read(path).totalBytes()) + ", " + age;
        } catch (IOException e) {
            return "";
        } catch (Problem e) {
            return "no torrent that can be read";
        }
    }
}
