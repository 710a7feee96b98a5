package ezio.partclone;

import ezio.core.extent.ExtentMap;
import ezio.core.torrent.PieceLength;
import ezio.core.torrent.TorrentSpec;
import ezio.core.torrent.WholeFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes a {@code torrent.info}, byte for byte as partclone does.
 *
 * <p>partclone writes the extent's lines before it hashes the extent, and the hash of a piece when the byte behind it
 * arrives; of the last piece at the end.
 */
public final class TorrentInfoText {

    private final long blockBytes;
    private final long totalBlocks;
    private final ExtentMap extents;
    private final Optional<byte[]> hashes;

    /**
     * @param hashes of pieces of {@link PieceLength#PARTCLONE}, 20 bytes each; empty to write extents only
     */
    public TorrentInfoText(long blockBytes, long totalBlocks, ExtentMap extents, Optional<byte[]> hashes) {
        this.blockBytes = blockBytes;
        this.totalBlocks = totalBlocks;
        this.extents = extents;
        this.hashes = hashes;
    }

    /**
     * Writes the file, in place of one that is there already; returns when it is on the medium.
     *
     * @throws ezio.core.torrent.TorrentNotWritten if it cannot be written; nothing of it is left then
     */
    public void write(Path file) {
        WholeFile.write(file, out -> {
            Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII), 1 << 16);
            write(text);
            text.flush();
        });
    }

    private void write(Writer out) throws IOException {
        out.write("block_size: " + blockBytes + "\nblocks_total: " + totalBlocks + "\n");
        if (hashes.isEmpty()) {
            // Without hashes, a file that was cut off could not be told from a whole one. partclone has no such line.
            out.write("extents_total: " + extents.count() + "\n");
        }
        int piece = 0;
        for (int i = 0; i < extents.count(); i++) {
            out.write(String.format(
                    Locale.ROOT, "offset: %032x\nlength: %032x\n", extents.offsetBytes(i), extents.lengthBytes(i)));
            long end = extents.streamStartBytes(i) + extents.lengthBytes(i);
            while ((piece + 1L) * PieceLength.PARTCLONE < end) {
                writeHash(out, piece++);
            }
        }
        if (extents.totalBytes() > 0) {
            writeHash(out, piece);
        }
    }

    private void writeHash(Writer out, int piece) throws IOException {
        if (hashes.isPresent()) {
            int at = piece * TorrentSpec.HASH_BYTES;
            out.write("sha1: " + HexFormat.of().formatHex(hashes.get(), at, at + TorrentSpec.HASH_BYTES) + "\n");
        }
    }
}
