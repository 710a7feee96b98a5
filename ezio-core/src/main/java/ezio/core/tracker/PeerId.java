package ezio.core.tracker;

import java.util.HexFormat;

/** The 20 bytes that a client chose for itself; stays the same when its address changes. */
record PeerId(String hex) {

    static PeerId of(byte[] bytes) {
        return new PeerId(HexFormat.of().formatHex(bytes));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
