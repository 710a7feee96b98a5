package ezio.core.tracker;

import ezio.core.torrent.InfoHash;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The counts of torrents, as BEP 48 has them. */
final class ScrapeReply {

    private ScrapeReply() {}

    static byte[] encode(Map<InfoHash, TorrentCounts> counts) {
        Map<String, Object> files = new TreeMap<>();
        counts.forEach((infoHash, count) -> files.put(
                new String(infoHash.bytes(), StandardCharsets.ISO_8859_1),
                Map.of(
                        "complete", count.seeds(),
                        "incomplete", count.leeches(),
                        "downloaded", count.completed())));
        return Bencoding.encode(Map.of("files", files));
    }
}
