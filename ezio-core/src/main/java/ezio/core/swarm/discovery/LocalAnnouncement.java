package ezio.core.swarm.discovery;

import ezio.core.torrent.InfoHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * "Who wants these torrents finds me at this port", as it is sent to the local network (BEP 14).
 *
 * <pre>
 *   BT-SEARCH * HTTP/1.1
 *   Host: 239.192.152.143:6771
 *   Port: 6891
 *   Infohash: 40 hex digits          may be given again
 *   cookie: what the sender knows itself by
 *   (two empty lines)
 * </pre>
 *
 * @param port where the sender accepts peers
 * @param cookie empty if there is none
 */
record LocalAnnouncement(int port, List<InfoHash> infoHashes, String cookie) {

    /** As many as stay below the size of an Ethernet frame, with the other lines. */
    static final int MOST_INFO_HASHES = 20;

    private static final String FIRST_LINE = "BT-SEARCH * HTTP/1.1";
    private static final int LONGEST_COOKIE = 100;

    byte[] bytes(String host) {
        StringBuilder text = new StringBuilder();
        line(text, FIRST_LINE);
        line(text, "Host: " + host);
        line(text, "Port: " + port);
        infoHashes.forEach(infoHash -> line(text, "Infohash: " + infoHash.hex()));
        line(text, "cookie: " + cookie);
        line(text, "");
        line(text, "");
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append("\r\n");
    }

    /** Returns what a datagram says; empty if it is no announcement. */
    static Optional<LocalAnnouncement> parse(byte[] bytes, int length) {
        String[] lines = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).split("\r?\n", -1);
        if (!lines[0].equals(FIRST_LINE)) {
            return Optional.empty();
        }
        int port = 0;
        String cookie = "";
        List<InfoHash> infoHashes = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            switch (name) {
                case "port" -> port = value.matches("\\d{1,5}") ? Integer.parseInt(value) : 0;
                case "cookie" -> cookie = value.substring(0, Math.min(LONGEST_COOKIE, value.length()));
                case "infohash" -> {
                    String hex = value.toLowerCase(Locale.ROOT);
                    if (hex.matches("[0-9a-f]{40}") && infoHashes.size() < MOST_INFO_HASHES) {
                        infoHashes.add(new InfoHash(hex));
                    }
                }
                default -> {
                    // Others may say more.
                }
            }
        }
        return port < 1 || port > 65535 || infoHashes.isEmpty()
                ? Optional.empty()
                : Optional.of(new LocalAnnouncement(port, List.copyOf(infoHashes), cookie));
    }
}
