package ezio.partclone.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What the cache knows of a file that it has made. Its presence says that the file is complete.
 *
 * <pre>
 *   ezio-image-cache 1
 *   source: STAMP          of each volume of the image, in order; see {@link FileStamp}
 *   blocks: STAMP          of the unpacked file
 *   bytes: 4711            its length
 *   piece-length: 65536
 *   pieces: HEX            the SHA-1 of each piece of the file, 40 digits each
 *   crc32: HEX             of all lines before
 * </pre>
 *
 * @param hashes of all pieces, in hex digits
 */
record CacheRecord(List<FileStamp> source, FileStamp blocks, long totalBytes, int pieceLengthBytes, String hashes) {

    private static final String FIRST = "ezio-image-cache 1";
    private static final long MAX_BYTES = 512 << 20;

    /** Returns what a file says; empty if there is none, or it is damaged. */
    static Optional<CacheRecord> read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                return Optional.empty();
            }
            return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            // Then it is made anew, which says why where that cannot be done either.
            return Optional.empty();
        }
    }

    static Optional<CacheRecord> parse(String text) {
        int checked = text.lastIndexOf("crc32: ");
        if (checked < 0 || !text.substring(checked).equals(crcLine(text.substring(0, checked)))) {
            return Optional.empty();
        }
        List<String> lines = text.substring(0, checked).lines().toList();
        if (lines.size() < 5 || !lines.get(0).equals(FIRST)) {
            return Optional.empty();
        }
        return Optional.of(new CacheRecord(
                values(lines, "source").map(FileStamp::new).toList(),
                new FileStamp(value(lines, "blocks")),
                Long.parseLong(value(lines, "bytes")),
                Integer.parseInt(value(lines, "piece-length")),
                value(lines, "pieces")));
    }

    private static java.util.stream.Stream<String> values(List<String> lines, String key) {
        return lines.stream().filter(line -> line.startsWith(key + ": ")).map(line -> line.substring(key.length() + 2));
    }

    private static String value(List<String> lines, String key) {
        return values(lines, key).findFirst().orElseThrow();
    }

    String text() {
        List<String> lines = new ArrayList<>(List.of(FIRST));
        source.forEach(stamp -> lines.add("source: " + stamp.text()));
        lines.add("blocks: " + blocks.text());
        lines.add("bytes: " + totalBytes);
        lines.add("piece-length: " + pieceLengthBytes);
        lines.add("pieces: " + hashes);
        String all = String.join("\n", lines) + "\n";
        return all + crcLine(all);
    }

    private static String crcLine(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return String.format("crc32: %08x\n", crc.getValue());
    }

    /** Tells whether it was made of these volumes as they are now, and the unpacked file is as it was left. */
    boolean agrees(List<Path> volumes, Path blocksFile, long expectedBytes) {
        try {
            List<FileStamp> now = new ArrayList<>();
            for (Path volume : volumes) {
                now.add(FileStamp.of(volume));
            }
            return source.equals(now)
                    && blocks.equals(FileStamp.of(blocksFile))
                    && totalBytes == expectedBytes
                    && Files.size(blocksFile) == expectedBytes;
        } catch (IOException e) {
            return false;
        }
    }
}
