package ezio.partclone.cache;

import ezio.core.image.ImageSource;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.torrent.PieceHasher;
import java.nio.file.Path;
import java.util.HexFormat;

/** An image that was unpacked into the cache, open. */
public final class CachedImage {

    private final ImageSource source;
    private final Path file;
    private final CacheRecord record;
    private final boolean isNew;

    CachedImage(ImageSource source, Path file, CacheRecord record, boolean isNew) {
        this.source = source;
        this.file = file;
        this.record = record;
        this.isNew = isNew;
    }

    /** Returns the used blocks, to be closed by the caller. Stays readable when the cache replaces the file. */
    public ImageSource source() {
        return source;
    }

    public Path file() {
        return file;
    }

    /** Tells whether it was unpacked, and all of its checksums compared, just now. */
    public boolean isNew() {
        return isNew;
    }

    /** Returns the length of the pieces of {@link #hashes()}. */
    public int pieceLengthBytes() {
        return record.pieceLengthBytes();
    }

    /** Returns the SHA-1 of each piece of the stream, as it was when it was unpacked. */
    public byte[] hashes() {
        return HexFormat.of().parseHex(record.hashes());
    }

    /**
     * Reads the file and tells whether it still is what was unpacked; blocks that long.
     *
     * @throws ezio.core.disk.DeviceFailure if it cannot be read
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled
     */
    public boolean isIntact(int threads, ProgressListener listener, CancelToken cancel) {
        byte[] found = PieceHasher.hash(source, record.pieceLengthBytes(), threads, listener, cancel);
        return record.hashes().equals(HexFormat.of().formatHex(found));
    }
}
