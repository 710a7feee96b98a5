package ezio.core.torrent;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-1, which BitTorrent names torrents and checks pieces with. */
final class Sha1 {

    private Sha1() {}

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    static byte[] of(byte[] bytes) {
        return newDigest().digest(bytes);
    }
}
