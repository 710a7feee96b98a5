package ezio.core.torrent;

import ezio.core.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Reads and writes .torrent files. All methods block; none keeps anything open. */
public final class TorrentFiles {

    /** A larger .torrent is not read. One of 64 MiB describes 500,000 extents or so. */
    public static final int MAX_BYTES = 256 << 20;

    private TorrentFiles() {}

    /**
     * Reads a file or a pipe.
     *
     * @throws BadTorrent if it cannot be read, or is no torrent that an image can be restored from
     */
    public static TorrentSpec read(Path file) {
        String source = file.toString();
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            // A disk given in place of a torrent is refused before a quarter of a GiB of it is in memory.
            byte[] first = in.readNBytes(1);
            if (first.length == 1 && first[0] != 'd') {
                throw BadTorrent.notATorrent(source);
            }
            byte[] rest = in.readNBytes(MAX_BYTES);
            bytes = Arrays.copyOf(first, first.length + rest.length);
            System.arraycopy(rest, 0, bytes, first.length, rest.length);
        } catch (NoSuchFileException e) {
            throw BadTorrent.missingFile(source, e);
        } catch (IOException e) {
            throw BadTorrent.unreadable(source, words(e), e);
        }
        return parse(bytes, source);
    }

    /**
     * Reads the bytes of a .torrent.
     *
     * <p>File names are offsets of 1 to 32 hex digits; a torrent of one file may have its offset as name. Files of no
     * bytes are left out of the extents. The bytes of the info dictionary are kept as they are.
     *
     * @param sourceName the file or URL by which messages speak of it
     * @throws BadTorrent if it is no torrent that an image can be restored from
     */
    public static TorrentSpec parse(byte[] bytes, String sourceName) {
        if (bytes.length > MAX_BYTES) {
            throw BadTorrent.tooLarge(sourceName, MAX_BYTES);
        }
        return new TorrentParser(bytes, sourceName).parse();
    }

    /** Returns the bytes of a .torrent: what EZIO's tool writes, with {@code announce-list} for several trackers. */
    public static byte[] encode(TorrentSpec torrent) {
        BencodeWriter out = new BencodeWriter(torrent.infoBytes().length + 1024);
        out.openDictionary();
        List<String> trackers =
                torrent.trackers().stream().flatMap(List::stream).toList();
        if (!trackers.isEmpty()) {
            out.string("announce").string(trackers.get(0));
        }
        if (trackers.size() > 1) {
            out.string("announce-list").openList();
            for (List<String> tier : torrent.trackers()) {
                out.openList();
                tier.forEach(out::string);
                out.close();
            }
            out.close();
        }
        torrent.comment().ifPresent(text -> out.string("comment").string(text));
        torrent.creator().ifPresent(text -> out.string("created by").string(text));
        torrent.created().ifPresent(time -> out.string("creation date").integer(time.getEpochSecond()));
        if (torrent.deviceBytes() > 0) {
            out.string(TorrentParser.DEVICE_SIZE).integer(torrent.deviceBytes());
        }
        out.string("info").encoded(torrent.infoBytes());
        return out.close().toBytes();
    }

    /**
     * Writes a .torrent, in place of one that is there already; returns when it is on the medium. Other programs see
     * the old file or the new one, never a part, and after a failure nothing of the new one is left.
     *
     * @throws TorrentNotWritten if there is no such directory, it is full, or something else stands there
     */
    public static void write(TorrentSpec torrent, Path file) {
        WholeFile.write(file, out -> out.write(encode(torrent)));
    }

    // These carry only the path as message.
    static String words(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException fs && fs.getReason() != null ? fs.getReason() : Problem.reason(e);
    }
}
