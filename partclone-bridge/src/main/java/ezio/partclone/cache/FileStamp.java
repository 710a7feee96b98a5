package ezio.partclone.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * What differs when a file was written to or replaced, without reading it.
 *
 * @param text its length, the time of its last change in nanoseconds, and its number
 */
record FileStamp(String text) {

    static FileStamp of(Path file) throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(found.size() + " " + found.lastModifiedTime().to(TimeUnit.NANOSECONDS) + " "
                + String.valueOf(found.fileKey()).replaceAll("\\s", ""));
    }
}
