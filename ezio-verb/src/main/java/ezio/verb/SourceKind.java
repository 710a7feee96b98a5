package ezio.verb;

import ezio.partclone.image.PartitionImage;
import ezio.partclone.volume.Compression;
import ezio.partclone.volume.Volumes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a torrent can be made from. */
public enum SourceKind {
    DEVICE("a device"),
    IMAGE_FILE("an image file"),
    SLICES("a directory of slices"),
    TORRENT_INFO("a torrent.info"),
    PARTITION_IMAGE("a partclone image");

    // gzip, bzip2, xz, zstd, lz4, lzip, and those that cannot be unpacked and are refused later, with their names.
    private static final List<String> PACKED = List.of(
            "\u001f\u008b", "BZh", "\u00fd7zXZ\0", "(\u00b5/\u00fd", "\004\"M\030", "LZIP", "LRZI", "\u0089LZO");

    private final String words;

    SourceKind(String words) {
        this.words = words;
    }

    /** Returns it with an article: "a device". */
    public String words() {
        return words;
    }

    /**
     * Looks at a path and at the first bytes of a file.
     *
     * @throws UnsuitableSource if it is none of these
     */
    public static SourceKind read(Path source) {
        if (Volumes.areAt(source)) {
            return PARTITION_IMAGE;
        }
        if (!Files.exists(source)) {
            throw UnsuitableSource.missing(source);
        }
        if (Files.isDirectory(source)) {
            return SLICES;
        }
        if (!Files.isRegularFile(source)) {
            return DEVICE;
        }
        String head = head(source);
        if (head.isEmpty()) {
            throw UnsuitableSource.empty(source);
        }
        // By its name, too: the first line of a damaged one could be anything.
        if (head.matches("(?s)(block_size|blocks_total|offset|length|sha1): .*")
                || source.getFileName().toString().endsWith("torrent.info")) {
            return TORRENT_INFO;
        }
        if (head.startsWith("partclone-image")
                || PartitionImage.isNamedRaw(source)
                || Compression.named(source).isPresent()
                || PACKED.stream().anyMatch(head::startsWith)) {
            return PARTITION_IMAGE;
        }
        if (head.matches("(?s)d\\d+:(announce|info|creat|comment).*")) {
            throw UnsuitableSource.holds(source, "a torrent", "\"ezio torrent show\" prints it");
        }
        return IMAGE_FILE;
    }

    private static String head(Path source) {
        try (InputStream in = Files.newInputStream(source)) {
            return new String(in.readNBytes(64), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw UnsuitableSource.unreadable(source, e);
        }
    }
}
