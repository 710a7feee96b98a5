package ezio.core.swarm;

import bt.net.Peer;
import bt.torrent.TorrentSessionState;
import ezio.core.swarm.discovery.UdpTracker;
import ezio.core.torrent.InfoHash;
import java.io.IOException;
import java.util.List;

/** Asks over UDP. */
final class UdpTrackerClient implements TrackerClient {

    private static final int WANTED_PEERS = 200;

    private final UdpTracker tracker;
    private final InfoHash infoHash;
    private final TorrentSessionState standing;

    UdpTrackerClient(UdpTracker tracker, InfoHash infoHash, TorrentSessionState standing) {
        this.tracker = tracker;
        this.infoHash = infoHash;
        this.standing = standing;
    }

    @Override
    public Reply announce(Event event) throws IOException {
        UdpTracker.Standing now = new UdpTracker.Standing(
                infoHash, standing.getDownloaded(), standing.getLeft(), standing.getUploaded(), WANTED_PEERS);
        UdpTracker.Answer answer = tracker.announce(
                now,
                switch (event) {
                    case STARTED -> UdpTracker.Event.STARTED;
                    case COMPLETED -> UdpTracker.Event.COMPLETED;
                    case STOPPED -> UdpTracker.Event.STOPPED;
                    case NONE -> UdpTracker.Event.NONE;
                });
        List<Peer> peers = answer.peers().stream().map(BtFramework::peer).toList();
        return new Reply(answer.interval(), peers);
    }
}
