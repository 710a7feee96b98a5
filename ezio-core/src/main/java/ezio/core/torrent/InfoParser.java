package ezio.core.torrent;

import ezio.core.extent.ExtentMap;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a torrent's info dictionary: the part that the info-hash is made of.
 *
 * <pre>
 *   name          string: the image, or in a torrent of one file the hex offset
 *   files         list of files, see FilesParser
 *   length        integer, instead of files
 *   piece length  integer
 *   pieces        20 bytes for each piece
 *   private       integer
 * </pre>
 *
 * Keys that are not named here are passed over. Used once.
 */
final class InfoParser {

    private final byte[] bytes;
    private final String source;
    private final BencodeReader in;
    private final FilesParser files;

    private byte[] infoBytes;
    private boolean hasFiles;
    private boolean hasFileTree;
    private boolean hasLength;
    private long length;
    private long pieceLengthBytes = -1;
    private byte[] pieceHashes;
    private boolean isPrivate;
    private String name;
    private int nameStart;
    private int nameLength;

    InfoParser(byte[] bytes, String source, BencodeReader in) {
        this.bytes = bytes;
        this.source = source;
        this.in = in;
        this.files = new FilesParser(bytes, source, in);
    }

    /** Reads the dictionary that comes next. */
    void read() {
        int start = in.position();
        in.readDictionary("\"info\"", this::readField);
        infoBytes = Arrays.copyOfRange(bytes, start, in.position());
    }

    /** Checks that what was read fits together, and returns it. */
    TorrentSpec toSpec(List<List<String>> trackers, String creator, String comment, Instant created, long deviceBytes) {
        checkKeys();
        if (hasLength) {
            files.addExtent(nameStart, nameLength, length, 1);
        }
        ExtentMap extents = files.extents();
        if (extents.totalBytes() == 0) {
            throw BadTorrent.noBytes(source);
        }
        long needed = PieceLength.countUnlimited(extents.totalBytes(), pieceLengthBytes);
        long found = pieceHashes.length / TorrentSpec.HASH_BYTES;
        if (needed != found) {
            throw BadTorrent.pieceCount(source, found, needed);
        }
        return new TorrentSpec(
                InfoHash.of(Sha1.of(infoBytes)),
                name,
                files.directory(),
                extents,
                (int) pieceLengthBytes,
                pieceHashes,
                isPrivate,
                infoBytes,
                trackers,
                creator,
                comment,
                created,
                deviceBytes);
    }

    private void readField(String key) {
        switch (key) {
            case "file tree" -> {
                hasFileTree = true;
                in.skip();
            }
            case "files" -> {
                hasFiles = true;
                files.readAll();
            }
            case "length" -> {
                hasLength = true;
                length = in.readInteger("\"length\"");
            }
            case "name" -> {
                in.readString("\"name\"");
                nameStart = in.stringStart();
                nameLength = in.stringLength();
                name = Texts.safePathPart(bytes, nameStart, nameLength, source);
            }
            case "piece length" -> {
                pieceLengthBytes = in.readInteger("\"piece length\"");
                if (!PieceLength.isAllowed(pieceLengthBytes)) {
                    throw BadTorrent.badPieceLength(source, pieceLengthBytes);
                }
            }
            case "pieces" -> {
                in.readString("\"pieces\"");
                if (in.stringLength() % TorrentSpec.HASH_BYTES != 0) {
                    throw BadTorrent.brokenHashes(source, in.stringLength());
                }
                pieceHashes = Arrays.copyOfRange(bytes, in.stringStart(), in.stringStart() + in.stringLength());
            }
            case "private" -> isPrivate = in.readInteger("\"private\"") == 1;
            default -> in.skip();
        }
    }

    private void checkKeys() {
        if (pieceHashes == null && hasFileTree) {
            throw BadTorrent.versionTwoOnly(source);
        }
        if (name == null) {
            throw BadTorrent.missing(source, "name");
        }
        if (hasFiles && hasLength) {
            throw BadTorrent.filesAndLength(source);
        }
        if (!hasFiles && !hasLength) {
            throw BadTorrent.missing(source, "files");
        }
        if (pieceLengthBytes < 0) {
            throw BadTorrent.missing(source, "piece length");
        }
        if (pieceHashes == null) {
            throw BadTorrent.missing(source, "pieces");
        }
    }
}
