package ezio.core.torrent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the bytes of a .torrent into a {@link TorrentSpec}, or says what is wrong with them.
 *
 * <pre>
 *   announce        string           announce-list  list of lists of strings (wins where it names any)
 *   comment, created by  string      creation date  integer, seconds since 1970
 *   device size     integer, bytes of the file system or device that the image is of; ezio's own, not in the info-hash
 *   info            see InfoParser; the info-hash is the SHA-1 of its bytes as they stand in the file
 * </pre>
 *
 * Keys that are not named here are passed over. Used once.
 */
final class TorrentParser {

    static final String DEVICE_SIZE = "device size";

    // The end of the year 9999; later "dates" are numbers that went wrong.
    private static final long MAX_DATE_SECONDS = 253_402_300_799L;

    // Far more than anyone announces to, and few enough that a file of nothing else cannot fill the memory.
    private static final int MAX_TRACKERS = 1000;

    private final byte[] bytes;
    private final String source;
    private final BencodeReader in;

    private String announce;
    private List<List<String>> tiers = List.of();
    private int trackerCount;
    private String comment;
    private String creator;
    private Instant created;
    private long deviceBytes;
    private InfoParser info;

    TorrentParser(byte[] bytes, String source) {
        this.bytes = bytes;
        this.source = source;
        this.in = new BencodeReader(bytes, source);
    }

    TorrentSpec parse() {
        if (bytes.length == 0) {
            throw BadTorrent.empty(source);
        }
        if (bytes[0] != 'd') {
            throw BadTorrent.notATorrent(source);
        }
        in.readDictionary("the torrent", this::readField);
        in.requireEnd();
        if (info == null) {
            throw BadTorrent.missing(source, "info");
        }
        List<List<String>> trackers = !tiers.isEmpty() || announce == null ? tiers : List.of(List.of(announce));
        return info.toSpec(trackers, creator, comment, created, deviceBytes);
    }

    private void readField(String key) {
        switch (key) {
            case "announce" -> announce = in.readText("\"announce\"");
            case "announce-list" -> tiers = readTiers();
            case "comment" -> comment = in.readText("\"comment\"");
            case "created by" -> creator = in.readText("\"created by\"");
            case "creation date" -> created = readDate();
            case DEVICE_SIZE -> deviceBytes = readDeviceSize();
            case "info" -> {
                info = new InfoParser(bytes, source, in);
                info.read();
            }
            default -> in.skip();
        }
    }

    private List<List<String>> readTiers() {
        List<List<String>> found = new ArrayList<>();
        in.readList("\"announce-list\"", () -> {
            List<String> tier = new ArrayList<>();
            in.readList("a tier of \"announce-list\"", () -> {
                if (++trackerCount > MAX_TRACKERS) {
                    throw BadTorrent.tooManyTrackers(source, MAX_TRACKERS);
                }
                tier.add(in.readText("a tracker"));
            });
            if (!tier.isEmpty()) {
                found.add(tier);
            }
        });
        return found;
    }

    private long readDeviceSize() {
        long size = in.readInteger("\"" + DEVICE_SIZE + "\"");
        if (size < 0) {
            throw BadTorrent.badDeviceSize(source, size);
        }
        return size;
    }

    private Instant readDate() {
        long seconds = in.readInteger("\"creation date\"");
        if (seconds < 0 || seconds > MAX_DATE_SECONDS) {
            throw BadTorrent.badDate(source, seconds);
        }
        return Instant.ofEpochSecond(seconds);
    }
}
