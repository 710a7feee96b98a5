package ezio.core.tracker;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * What a peer is told.
 *
 * @param interval until its next announce
 * @param minInterval the soonest that it may announce again without an event
 */
record AnnounceReply(Duration interval, Duration minInterval, TorrentCounts counts, List<Found> peers) {

    /** A peer to connect to, at the address that fits the asker best. */
    record Found(PeerId peerId, InetSocketAddress address) {}
}
