package ezio.partclone;

import ezio.core.extent.ExtentMap;
import ezio.core.torrent.PieceLength;
import ezio.core.torrent.TorrentDraft;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What partclone's {@code torrent.info} says, checked: the used extents of a file system, and the hashes of the 16 MiB
 * pieces of their stream. Immutable.
 */
public final class TorrentInfoFile {

    private final OptionalLong blockSizeBytes;
    private final OptionalLong blocksTotal;
    private final ExtentMap extents;
    private final byte[] pieceHashes;

    TorrentInfoFile(OptionalLong blockSizeBytes, OptionalLong blocksTotal, ExtentMap extents, byte[] pieceHashes) {
        this.blockSizeBytes = blockSizeBytes;
        this.blocksTotal = blocksTotal;
        this.extents = extents;
        this.pieceHashes = pieceHashes;
    }

    /**
     * Reads a file, line by line; blocks until done.
     *
     * @throws BadTorrentInfo if it cannot be read, is incomplete or contradicts itself
     */
    public static TorrentInfoFile read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in, file.toString());
        } catch (NoSuchFileException e) {
            throw BadTorrentInfo.missingFile(file.toString(), e);
        } catch (IOException e) {
            throw BadTorrentInfo.unreadable(file.toString(), e);
        }
    }

    /**
     * Reads a stream to its end; does not close it.
     *
     * @param sourceName the file by which messages speak of it
     * @throws BadTorrentInfo if it cannot be read, is incomplete or contradicts itself
     */
    public static TorrentInfoFile parse(InputStream in, String sourceName) {
        try {
            return new TorrentInfoParser(new BufferedInputStream(in, 1 << 16), sourceName).parse();
        } catch (IOException e) {
            throw BadTorrentInfo.unreadable(sourceName, e);
        }
    }

    /** Returns the block size of the file system; empty in files of partclone before 0.3.18. */
    public OptionalLong blockSizeBytes() {
        return blockSizeBytes;
    }

    /**
     * Returns the number of blocks of the file system; empty in files of partclone before 0.3.18. Together they can be
     * less than the partition.
     */
    public OptionalLong blocksTotal() {
        return blocksTotal;
    }

    /** Returns the used extents, without those of no bytes. */
    public ExtentMap extents() {
        return extents;
    }

    public long totalBytes() {
        return extents.totalBytes();
    }

    /** Tells whether the hashes are there, too; a file that ezio wrote for pieces of another length has extents only. */
    public boolean hasHashes() {
        return pieceHashes.length > 0;
    }

    /** Returns 20 bytes for each piece of {@link PieceLength#PARTCLONE} bytes, in order; a copy; none if not {@link #hasHashes}. */
    public byte[] pieceHashes() {
        return pieceHashes.clone();
    }

    /** Returns the size of the file system, block size times blocks; 0 where the file does not say (before 0.3.18). */
    public long fileSystemBytes() {
        if (blockSizeBytes().isEmpty() || blocksTotal().isEmpty()) {
            return 0;
        }
        long blocks = blocksTotal().getAsLong();
        long block = blockSizeBytes().getAsLong();
        return Math.multiplyHigh(blocks, block) == 0 ? Math.max(0, blocks * block) : 0;
    }

    /**
     * Returns a draft of the torrent that EZIO's tool makes of this file: same info-hash.
     *
     * @throws ezio.core.torrent.BadImageName if {@code name} cannot stand in a path
     */
    public TorrentDraft draft(String name) {
        return TorrentDraft.of(name, extents, PieceLength.PARTCLONE, pieceHashes)
                .withDeviceBytes(fileSystemBytes());
    }
}
