package ezio.partclone.image;

import ezio.core.image.ImageStream;
import ezio.core.progress.CancelToken;
import ezio.partclone.image.ImageHeader.BitmapMode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/** Writes an image of version 0002, as partclone reads it: the list of used blocks in bits, each checksum anew. */
public final class ImageWriter {

    /** What partclone's buffer holds by default; there is a checksum behind so many bytes. */
    public static final int DEFAULT_STRIP_BYTES = 1 << 20;

    private static final int BUFFER_BYTES = 1 << 20;

    private final BlockMap map;
    private final ImageHeader header;
    private final DataLayout layout;

    /**
     * @param madeBy 13 characters at most: where partclone has its version
     * @param deviceBytes size of the partition
     * @param blocksPerChecksum 1 or more; not used by {@code NONE}
     */
    public ImageWriter(
            BlockMap map, String madeBy, long deviceBytes, ChecksumMode checksumMode, long blocksPerChecksum) {
        boolean hasChecksums = checksumMode != ChecksumMode.NONE;
        this.map = map;
        this.header = new ImageHeader(
                2,
                madeBy,
                map.fileSystem(),
                deviceBytes,
                map.totalBlocks(),
                map.usedBlocks(),
                map.blockBytes(),
                checksumMode,
                hasChecksums ? blocksPerChecksum : 0,
                true,
                BitmapMode.BITS);
        long startBytes = ImageHeader.VERSION_2_BYTES + BitmapWriter.lengthBytes(map.totalBlocks());
        this.layout = DataLayout.of(header, map.usedBlocks(), startBytes, checksumMode.sizeBytes());
    }

    public ImageHeader header() {
        return header;
    }

    /** Returns how long the image will be. */
    public long totalBytes() {
        return layout.endBytes();
    }

    /**
     * Writes the image; blocks until done. Neither syncs nor closes.
     *
     * @param blocks the used blocks, in order
     * @param doneBytes is told how many bytes of them more are done
     * @throws IOException if it cannot be written
     * @throws ezio.core.problem.Problem if a block cannot be read
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled
     */
    public void write(ImageStream blocks, OutputStream out, LongConsumer doneBytes, CancelToken cancel)
            throws IOException {
        out.write(header.toBytes());
        BitmapWriter.write(map.used(), map.totalBlocks(), out);
        Checksum checksum = Checksum.of(header.checksumMode(), header.blockBytes());
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long at = 0;
        while (at < layout.usedBytes()) {
            cancel.throwIfCancelled();
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, layout.usedBytes() - at));
            blocks.read(buffer);
            if (buffer.hasRemaining()) {
                throw new IllegalArgumentException(blocks.name() + " has fewer blocks than its map");
            }
            int start = 0;
            while (start < buffer.limit()) {
                int length = (int) Math.min(buffer.limit() - start, layout.stripBytes() - at % layout.stripBytes());
                checksum.update(buffer.array(), start, length);
                out.write(buffer.array(), start, length);
                start += length;
                at += length;
                if (at % layout.stripBytes() == 0 || at == layout.usedBytes()) {
                    out.write(checksum.value());
                    checksum.reset();
                }
            }
            doneBytes.accept(start);
        }
    }
}
