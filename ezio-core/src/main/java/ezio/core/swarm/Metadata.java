package ezio.core.swarm;

import bt.magnet.UtMetadata;
import ezio.core.torrent.TorrentSpec;
import java.util.Arrays;
import java.util.Optional;

/** Hands the info dictionary of a torrent out in parts of 16 KiB (BEP 9); of a private torrent nothing. */
final class Metadata {

    private static final int PART_BYTES = 16 << 10;

    private final byte[] bytes;
    private final boolean isPrivate;

    Metadata(TorrentSpec torrent) {
        this.bytes = torrent.infoBytes();
        this.isPrivate = torrent.isPrivate();
    }

    int lengthBytes() {
        return bytes.length;
    }

    /** Returns what to answer; empty to what is no request. */
    Optional<UtMetadata> answer(UtMetadata message) {
        if (message.getType() != UtMetadata.Type.REQUEST) {
            return Optional.empty();
        }
        int part = message.getPieceIndex();
        long start = (long) part * PART_BYTES;
        if (start < 0 || start >= bytes.length || isPrivate) {
            return Optional.of(UtMetadata.reject(part));
        }
        int end = (int) Math.min(bytes.length, start + PART_BYTES);
        return Optional.of(UtMetadata.data(part, bytes.length, Arrays.copyOfRange(bytes, (int) start, end)));
    }
}
