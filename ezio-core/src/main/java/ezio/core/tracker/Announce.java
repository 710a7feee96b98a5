package ezio.core.tracker;

import ezio.core.torrent.InfoHash;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * What a peer says about itself, and what it asks for.
 *
 * @param address where it accepts connections
 * @param reachedAt the tracker's own address, as the peer sees it
 * @param leftBytes {@link Long#MAX_VALUE} where it did not say
 * @param wanted how many peers it would like, 0 or more
 */
record Announce(
        InfoHash infoHash,
        PeerId peerId,
        InetSocketAddress address,
        InetAddress reachedAt,
        long leftBytes,
        Event event,
        int wanted) {

    enum Event {
        /** A regular one. */
        NONE,
        STARTED,
        COMPLETED,
        STOPPED
    }

    boolean isSeed() {
        return leftBytes == 0;
    }
}
