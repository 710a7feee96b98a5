package ezio.core.torrent;

import ezio.core.extent.ExtentMap;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Everything that goes into a new torrent. Immutable; each {@code with…} returns another draft.
 *
 * <p>The torrent has one file for each extent, in ascending order, whose name is the extent's offset as 32 hex digits,
 * also where there is one extent only. Its info dictionary holds {@code files}, {@code name}, {@code piece length},
 * {@code pieces} and, if set, {@code private}: the same bytes as EZIO's tools write, so the info-hash is the same.
 *
 * <p>Of a name with slashes the first part is the torrent's name, the others are directories: "vg/root" becomes the
 * name {@code vg} and the paths {@code ["root", "<offset>"]}.
 */
public final class TorrentDraft {

    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final int OFFSET_DIGITS = 32;

    private final List<String> nameParts;
    private final ExtentMap extents;
    private final int pieceLengthBytes;
    private final byte[] pieceHashes;
    private final boolean isPrivate;
    private final List<List<String>> trackers;
    private final String creator;
    private final String comment;
    private final Instant created;
    private final long deviceBytes;

    private TorrentDraft(
            List<String> nameParts,
            ExtentMap extents,
            int pieceLengthBytes,
            byte[] pieceHashes,
            boolean isPrivate,
            List<List<String>> trackers,
            String creator,
            String comment,
            Instant created,
            long deviceBytes) {
        this.nameParts = nameParts;
        this.extents = extents;
        this.pieceLengthBytes = pieceLengthBytes;
        this.pieceHashes = pieceHashes;
        this.isPrivate = isPrivate;
        this.trackers = trackers;
        this.creator = creator;
        this.comment = comment;
        this.created = created;
        this.deviceBytes = deviceBytes;
    }

    /**
     * Starts a draft of a public torrent without trackers.
     *
     * @param pieceHashes 20 bytes for each piece, in order
     * @throws BadImageName if {@code name} cannot stand in a path
     * @throws BadPieceLength if {@code pieceLengthBytes} is not possible
     * @throws BadTorrent if the extents hold no bytes
     * @throws IllegalArgumentException if the hashes are not as many as the extents have pieces
     */
    public static TorrentDraft of(String name, ExtentMap extents, int pieceLengthBytes, byte[] pieceHashes) {
        checkName(name);
        PieceLength.check(pieceLengthBytes);
        if (extents.totalBytes() == 0) {
            throw BadTorrent.noBytes(name);
        }
        int pieces = PieceLength.count(extents.totalBytes(), pieceLengthBytes);
        if (pieceHashes.length != pieces * TorrentSpec.HASH_BYTES) {
            throw new IllegalArgumentException(pieceHashes.length + " bytes of hashes for " + pieces + " pieces");
        }
        return new TorrentDraft(
                List.of(name.split("/", -1)),
                extents,
                pieceLengthBytes,
                pieceHashes.clone(),
                false,
                List.of(),
                null,
                null,
                null,
                0);
    }

    /**
     * Checks a name before hours of hashing.
     *
     * @throws BadImageName if {@code name} cannot stand in a path
     */
    public static void checkName(String name) {
        if (!Arrays.stream(name.split("/", -1)).allMatch(Texts::isSafePathPart)) {
            throw new BadImageName(name);
        }
    }

    /** A private torrent's peers come from its trackers only; this changes the info-hash. */
    public TorrentDraft withPrivate(boolean value) {
        return new TorrentDraft(
                nameParts,
                extents,
                pieceLengthBytes,
                pieceHashes,
                value,
                trackers,
                creator,
                comment,
                created,
                deviceBytes);
    }

    /** Sets the tiers of trackers, each a list of URLs. */
    public TorrentDraft withTrackers(List<List<String>> tiers) {
        return new TorrentDraft(
                nameParts,
                extents,
                pieceLengthBytes,
                pieceHashes,
                isPrivate,
                tiers,
                creator,
                comment,
                created,
                deviceBytes);
    }

    public TorrentDraft withCreator(String value) {
        return new TorrentDraft(
                nameParts,
                extents,
                pieceLengthBytes,
                pieceHashes,
                isPrivate,
                trackers,
                value,
                comment,
                created,
                deviceBytes);
    }

    public TorrentDraft withComment(String value) {
        return new TorrentDraft(
                nameParts,
                extents,
                pieceLengthBytes,
                pieceHashes,
                isPrivate,
                trackers,
                creator,
                value,
                created,
                deviceBytes);
    }

    /** Sets the creation date, which a torrent keeps in whole seconds. */
    public TorrentDraft withCreated(Instant value) {
        return new TorrentDraft(
                nameParts,
                extents,
                pieceLengthBytes,
                pieceHashes,
                isPrivate,
                trackers,
                creator,
                comment,
                value,
                deviceBytes);
    }

    /**
     * Says how large the file system or device is that the image is of, so that it is not restored to a smaller one; 0 for
     * unknown. This is no part of the info-hash.
     */
    public TorrentDraft withDeviceBytes(long value) {
        return new TorrentDraft(
                nameParts,
                extents,
                pieceLengthBytes,
                pieceHashes,
                isPrivate,
                trackers,
                creator,
                comment,
                created,
                value);
    }

    /**
     * Makes the torrent and computes its info-hash.
     *
     * @throws BadTorrent if there are so many extents that {@link TorrentFiles} would not read it again
     */
    public TorrentSpec toSpec() {
        byte[] info = encodeInfo();
        return new TorrentSpec(
                InfoHash.of(Sha1.of(info)),
                nameParts.get(0),
                nameParts.subList(1, nameParts.size()),
                extents,
                pieceLengthBytes,
                pieceHashes,
                isPrivate,
                info,
                trackers,
                creator,
                comment,
                created == null ? null : Instant.ofEpochSecond(created.getEpochSecond()),
                deviceBytes);
    }

    private byte[] encodeInfo() {
        List<String> directory = nameParts.subList(1, nameParts.size());
        int directoryBytes =
                directory.stream().mapToInt(part -> 3 * part.length() + 4).sum();
        long mostBytes = (80L + directoryBytes) * extents.count() + pieceHashes.length + 1024;
        if (mostBytes > TorrentFiles.MAX_BYTES) {
            throw BadTorrent.tooManyExtents(String.join("/", nameParts), extents.count(), TorrentFiles.MAX_BYTES);
        }
        BencodeWriter out = new BencodeWriter((int) mostBytes);
        out.openDictionary();
        out.string("files").openList();
        byte[] offset = new byte[OFFSET_DIGITS];
        for (int i = 0; i < extents.count(); i++) {
            hex(extents.offsetBytes(i), offset);
            out.openDictionary();
            out.string("length").integer(extents.lengthBytes(i));
            out.string("path").openList();
            directory.forEach(out::string);
            out.string(offset).close();
            out.close();
        }
        out.close();
        out.string("name").string(nameParts.get(0));
        out.string("piece length").integer(pieceLengthBytes);
        out.string("pieces").string(pieceHashes);
        if (isPrivate) {
            out.string("private").integer(1);
        }
        return out.close().toBytes();
    }

    private static void hex(long value, byte[] into) {
        long rest = value;
        for (int i = into.length - 1; i >= 0; i--) {
            into[i] = (byte) HEX[(int) (rest & 15)];
            rest >>>= 4;
        }
    }
}
