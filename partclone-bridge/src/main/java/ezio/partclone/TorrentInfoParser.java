package ezio.partclone;

import ezio.core.extent.ExtentMap;
import ezio.core.torrent.PieceLength;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns partclone's {@code torrent.info} into extents and piece hashes.
 *
 * <pre>
 *   block_size: decimal       bytes; this and the next line from partclone 0.3.18 on
 *   blocks_total: decimal     of the file system, can be less than the partition
 *   offset: 32 hex digits     start of an extent in the partition, bytes
 *   length: 32 hex digits     its length, bytes; always follows its offset; 0 can occur
 *   sha1: 40 hex digits       one piece of 16 MiB, the last one shorter; pieces run on across extents
 * </pre>
 *
 * Extents and sha1 lines come in any interleaving, as partclone writes them while it reads: only the order among
 * themselves has a meaning. Lines may end in CR LF, lines may be empty, and headers of other names are passed over.
 * Since the last piece's hash is the last line, a file that was cut off anywhere has too few of them. A file without
 * hashes, which only ezio writes, says in a header {@code extents_total} how many extents it has. Used once.
 */
final class TorrentInfoParser {

    private static final int MAX_LINE_BYTES = 256;
    private static final int MAX_BLOCK_BYTES = 64 << 20;
    private static final int HASH_BYTES = 20;

    private static final Pattern LINE = Pattern.compile("([a-z][a-z0-9_]*): ?(.*)");
    private static final Pattern OFFSET = Pattern.compile("[0-9a-fA-F]{32}");
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{40}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,19}");

    private final InputStream in;
    private final String source;
    private final byte[] lineBytes = new byte[MAX_LINE_BYTES];

    private long line;
    private boolean isEmpty = true;
    private OptionalLong blockSizeBytes = OptionalLong.empty();
    private OptionalLong blocksTotal = OptionalLong.empty();
    private OptionalLong extentsTotal = OptionalLong.empty();
    private final ExtentMap.Builder extents = ExtentMap.builder();
    private boolean hasBody;
    private boolean hasOffset;
    private long offsetLine;
    private long offsetBytes;
    private byte[] hashes = new byte[64 * HASH_BYTES];
    private int hashCount;

    TorrentInfoParser(InputStream in, String source) {
        this.in = in;
        this.source = source;
    }

    TorrentInfoFile parse() throws IOException {
        for (String text = readLine(); text != null; text = readLine()) {
            if (!text.isBlank()) {
                isEmpty = false;
                take(text);
            }
        }
        if (isEmpty) {
            throw BadTorrentInfo.empty(source);
        }
        if (hasOffset) {
            throw BadTorrentInfo.offsetAlone(source, offsetLine);
        }
        ExtentMap map = extents.build();
        if (map.count() == 0) {
            boolean noBlocks = blocksTotal.isPresent() && blocksTotal.getAsLong() == 0;
            throw noBlocks ? BadTorrentInfo.noBlocks(source) : BadTorrentInfo.noExtents(source);
        }
        if (extentsTotal.isPresent() && extentsTotal.getAsLong() != map.count()) {
            throw BadTorrentInfo.extentCount(source, map.count(), extentsTotal.getAsLong());
        }
        boolean hasExtentsOnly = extentsTotal.isPresent() && hashCount == 0;
        long needed = hasExtentsOnly ? 0 : (map.totalBytes() - 1) / PieceLength.PARTCLONE + 1;
        if (hashCount != needed) {
            throw BadTorrentInfo.hashCount(source, hashCount, needed);
        }
        return new TorrentInfoFile(blockSizeBytes, blocksTotal, map, Arrays.copyOf(hashes, hashCount * HASH_BYTES));
    }

    // Returns null at the end. Bytes that are no ASCII come out as other characters, which no line may have.
    private String readLine() throws IOException {
        int length = 0;
        int next = in.read();
        if (next < 0) {
            return null;
        }
        line++;
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (length == MAX_LINE_BYTES) {
                throw BadTorrentInfo.longLine(source, line, MAX_LINE_BYTES);
            }
            lineBytes[length++] = (byte) next;
        }
        if (length > 0 && lineBytes[length - 1] == '\r') {
            length--;
        }
        return new String(lineBytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private void take(String text) {
        Matcher matcher = LINE.matcher(text);
        if (!matcher.matches()) {
            throw BadTorrentInfo.unknownLine(source, line, text);
        }
        String key = matcher.group(1);
        String value = matcher.group(2);
        if (hasOffset && !key.equals("length") && !key.equals("sha1")) {
            throw BadTorrentInfo.offsetAlone(source, offsetLine);
        }
        switch (key) {
            case "offset" -> {
                hasBody = true;
                hasOffset = true;
                offsetLine = line;
                offsetBytes = hex(key, value);
            }
            case "length" -> takeLength(hex(key, value));
            case "sha1" -> takeHash(value);
            case "block_size" -> {
                blockSizeBytes = header(key, value, blockSizeBytes);
                long bytes = blockSizeBytes.getAsLong();
                if (bytes < 1 || bytes > MAX_BLOCK_BYTES) {
                    throw BadTorrentInfo.badBlockSize(source, line, value);
                }
            }
            case "extents_total" -> extentsTotal = header(key, value, extentsTotal);
            case "blocks_total" -> blocksTotal = header(key, value, blocksTotal);
            default -> {
                if (hasBody) {
                    throw BadTorrentInfo.unknownLine(source, line, text);
                }
            }
        }
    }

    private void takeLength(long lengthBytes) {
        if (!hasOffset) {
            throw BadTorrentInfo.lengthAlone(source, line);
        }
        hasOffset = false;
        if (lengthBytes > Long.MAX_VALUE - offsetBytes) {
            throw BadTorrentInfo.endTooLarge(source, offsetLine, offsetBytes, lengthBytes);
        }
        // partclone.dd can write an extent of no bytes. It holds nothing, so the pieces are the same without it.
        if (lengthBytes == 0) {
            return;
        }
        if (offsetBytes < extents.endOfLast()) {
            throw BadTorrentInfo.overlap(source, offsetLine, offsetBytes, extents.endOfLast());
        }
        extents.add(offsetBytes, lengthBytes);
    }

    private void takeHash(String value) {
        hasBody = true;
        if (!HASH.matcher(value).matches()) {
            throw BadTorrentInfo.badHash(source, line, value);
        }
        if (hashCount == PieceLength.MAX_PIECES) {
            throw BadTorrentInfo.tooManyHashes(source, line, PieceLength.MAX_PIECES);
        }
        if (hashes.length == hashCount * HASH_BYTES) {
            hashes = Arrays.copyOf(hashes, hashes.length * 2);
        }
        System.arraycopy(HexFormat.of().parseHex(value), 0, hashes, hashCount * HASH_BYTES, HASH_BYTES);
        hashCount++;
    }

    private OptionalLong header(String key, String value, OptionalLong before) {
        if (before.isPresent()) {
            throw BadTorrentInfo.headerTwice(source, line, key);
        }
        if (!DECIMAL.matcher(value).matches() || value.length() == 19 && value.compareTo("9223372036854775807") > 0) {
            throw BadTorrentInfo.badDecimal(source, line, key, value);
        }
        return OptionalLong.of(Long.parseLong(value));
    }

    private long hex(String key, String value) {
        if (!OFFSET.matcher(value).matches()) {
            throw BadTorrentInfo.badHex(source, line, key, value);
        }
        if (!value.startsWith("0000000000000000") || Character.digit(value.charAt(16), 16) > 7) {
            throw BadTorrentInfo.numberTooLarge(source, line, key, value);
        }
        return Long.parseLong(value, 16, 32, 16);
    }
}
