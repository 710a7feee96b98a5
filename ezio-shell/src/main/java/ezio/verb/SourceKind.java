package ezio.verb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What a torrent can be made from. */
public enum SourceKind {
    DEVICE("a device"),
    IMAGE_FILE("an image file"),
    SLICES("a directory of slices"),
    TORRENT_INFO("a torrent.info");

    private static final String UNPACK = "unpack it first";
    private static final Map<String, String> PACKED = Map.of(
            "\u001f\u008b", "gzip",
            "BZh", "bzip2",
            "\u00fd7zXZ\0", "xz",
            "(\u00b5/\u00fd", "zstd",
            "\004\"M\030", "lz4");

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
        if (head.matches("(?s)(block_size|blocks_total|offset|length|sha1): .*")) {
            return TORRENT_INFO;
        }
        if (head.startsWith("partclone-image")) {
            throw UnsuitableSource.holds(
                    source, "a partclone image", "\"partclone.restore -t\" makes a torrent.info from it");
        }
        if (head.matches("(?s)d\\d+:(announce|info|creat|comment).*")) {
            throw UnsuitableSource.holds(source, "a torrent", "\"ezio torrent show\" prints it");
        }
        PACKED.forEach((magic, name) -> {
            if (head.startsWith(magic)) {
                throw UnsuitableSource.holds(source, "packed with " + name, UNPACK);
            }
        });
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
