package ezio.core.torrent;

import ezio.core.extent.ExtentMap;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a .torrent says, checked: which extents of a partition it carries, in which pieces, with which hashes.
 *
 * <p>Immutable. Made by {@link TorrentFiles}, from a .torrent or from extents and hashes; whoever holds one can rely on
 * it: the piece count fits the extents, nothing overlaps, every number is in range.
 */
public final class TorrentSpec {

    /** Bytes of one SHA-1. */
    public static final int HASH_BYTES = 20;

    private final InfoHash infoHash;
    private final String name;
    private final List<String> directory;
    private final ExtentMap extents;
    private final int pieceLengthBytes;
    private final byte[] pieceHashes;
    private final boolean isPrivate;
    private final byte[] infoBytes;
    private final List<List<String>> trackers;
    private final String creator;
    private final String comment;
    private final Instant created;
    private final long deviceBytes;

    TorrentSpec(
            InfoHash infoHash,
            String name,
            List<String> directory,
            ExtentMap extents,
            int pieceLengthBytes,
            byte[] pieceHashes,
            boolean isPrivate,
            byte[] infoBytes,
            List<List<String>> trackers,
            String creator,
            String comment,
            Instant created,
            long deviceBytes) {
        this.infoHash = infoHash;
        this.name = name;
        this.directory = List.copyOf(directory);
        this.extents = extents;
        this.pieceLengthBytes = pieceLengthBytes;
        this.pieceHashes = pieceHashes;
        this.isPrivate = isPrivate;
        this.infoBytes = infoBytes;
        this.trackers = trackers.stream().map(List::copyOf).toList();
        this.creator = creator;
        this.comment = comment;
        this.created = created;
        this.deviceBytes = deviceBytes;
    }

    public InfoHash infoHash() {
        return infoHash;
    }

    /** Returns the image's name: "sda1", or "vg/root" where the files lie one directory deeper. */
    public String name() {
        return directory.isEmpty() ? name : name + "/" + String.join("/", directory);
    }

    /**
     * Returns the directories between a save path and the slices: the torrent's name, then what stands before the hex
     * offset in the file paths. ["sda1"], or ["vg", "root"].
     */
    public List<String> slicePath() {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(name), directory.stream())
                .toList();
    }

    public ExtentMap extents() {
        return extents;
    }

    /** Returns the length of the stream, which is also the sum of all pieces. */
    public long totalBytes() {
        return extents.totalBytes();
    }

    /** Returns the length of every piece but the last: 16 KiB to 64 MiB, a power of two. */
    public int pieceLengthBytes() {
        return pieceLengthBytes;
    }

    public int pieceCount() {
        return pieceHashes.length / HASH_BYTES;
    }

    /** Returns where piece {@code index} starts in the stream. */
    public long pieceStartBytes(int index) {
        return (long) index * pieceLengthBytes;
    }

    /** Returns the length of piece {@code index}: the piece length, or less for the last one. */
    public int pieceLengthBytes(int index) {
        return (int) Math.min(pieceLengthBytes, totalBytes() - pieceStartBytes(index));
    }

    /** Returns the 20 bytes of the piece's SHA-1; a copy. */
    public byte[] pieceHash(int index) {
        return Arrays.copyOfRange(pieceHashes, index * HASH_BYTES, (index + 1) * HASH_BYTES);
    }

    /** Tells whether {@code sha1} is the hash of piece {@code index}, without a copy. */
    public boolean isPieceHash(int index, byte[] sha1) {
        return Arrays.equals(pieceHashes, index * HASH_BYTES, (index + 1) * HASH_BYTES, sha1, 0, HASH_BYTES);
    }

    /**
     * Returns the smallest device that the image may be restored to: one that holds every extent, and the whole file system
     * where the torrent says how large that is. A file system on a shorter device is corrupt, though all its used blocks
     * are there.
     */
    public long neededBytes() {
        return Math.max(extents.endBytes(), deviceBytes);
    }

    /** Returns the size of the file system or device as the torrent gives it; 0 if it does not. */
    long deviceBytes() {
        return deviceBytes;
    }

    public boolean isPrivate() {
        return isPrivate;
    }

    /** Returns the bencoded info dictionary; the caller must not change it. */
    public byte[] infoBytes() {
        return infoBytes;
    }

    /** Returns the tiers of trackers, each a list of URLs; empty where the torrent names none. */
    public List<List<String>> trackers() {
        return trackers;
    }

    public Optional<String> creator() {
        return Optional.ofNullable(creator);
    }

    public Optional<String> comment() {
        return Optional.ofNullable(comment);
    }

    public Optional<Instant> created() {
        return Optional.ofNullable(created);
    }

    /** Returns the same torrent (same info-hash) with other trackers. */
    public TorrentSpec withTrackers(List<List<String>> tiers) {
        return new TorrentSpec(
                infoHash,
                name,
                directory,
                extents,
                pieceLengthBytes,
                pieceHashes,
                isPrivate,
                infoBytes,
                tiers,
                creator,
                comment,
                created,
                deviceBytes);
    }

    @Override
    public String toString() {
        return name() + " " + infoHash.brief();
    }
}
