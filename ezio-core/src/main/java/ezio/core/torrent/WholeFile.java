package ezio.core.torrent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/** Writes a file so that others see the old one or the new one, never a part. */
public final class WholeFile {

    private WholeFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, in place of one that is there already; returns when it is on the medium. After a failure nothing of
     * the new one is left.
     *
     * @throws TorrentNotWritten if there is no such directory, it is full, or something else stands there
     * @throws RuntimeException what {@code content} throws
     */
    public static void write(Path file, Content content) {
        Path target = resolve(file);
        Path directory = target.toAbsolutePath().getParent();
        // In the same directory, because a rename is atomic within one file system only.
        Path beside = directory.resolve("." + target.getFileName() + "."
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            try (FileChannel out = FileChannel.open(beside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                content.writeTo(Channels.newOutputStream(out));
                out.force(true);
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
                entries.force(true);
            }
        } catch (IOException e) {
            discard(beside, e);
            throw TorrentNotWritten.failed(file, TorrentFiles.words(e), e);
        } catch (RuntimeException | Error e) {
            discard(beside, e);
            throw e;
        }
    }

    // A rename would replace a symbolic link, or a device node that was given by mistake, by a file.
    private static Path resolve(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw TorrentNotWritten.noDirectory(file, directory);
        }
        try {
            Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file;
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(target)) {
                throw TorrentNotWritten.noPlainFile(file);
            }
            return target;
        } catch (IOException e) {
            throw TorrentNotWritten.failed(file, TorrentFiles.words(e), e);
        }
    }

    private static void discard(Path beside, Throwable because) {
        try {
            Files.deleteIfExists(beside);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
