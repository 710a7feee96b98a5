package ezio.core.torrent;

import java.util.HexFormat;

/** The SHA-1 of a torrent's info dictionary: what names a torrent in the swarm. */
public record InfoHash(String hex) {

    /**
     * @throws IllegalArgumentException if {@code hex} is not 40 lower-case hex digits
     */
    public InfoHash {
        if (!hex.matches("[0-9a-f]{40}")) {
            throw new IllegalArgumentException("\"" + hex + "\" is not an info-hash of 40 hex digits");
        }
    }

    public static InfoHash of(byte[] sha1) {
        return new InfoHash(HexFormat.of().formatHex(sha1));
    }

    /** Returns the 20 bytes as the protocol carries them. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** Returns a form short enough for a table: "9f2c…a41e". */
    public String brief() {
        return hex.substring(0, 4) + "…" + hex.substring(36);
    }

    @Override
    public String toString() {
        return hex;
    }
}
