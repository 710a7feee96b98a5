package ezio.core.swarm;

import bt.metainfo.TorrentId;
import bt.net.Peer;
import bt.tracker.Tracker;
import bt.tracker.TrackerRequestBuilder;
import bt.tracker.TrackerResponse;
import ezio.core.problem.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks over HTTP, with bt's client. */
final class BtTrackerClient implements TrackerClient {

    private final BtFramework framework;
    private final TorrentId torrentId;
    private final String url;

    BtTrackerClient(BtFramework framework, TorrentId torrentId, String url) {
        this.framework = framework;
        this.torrentId = torrentId;
        this.url = url;
    }

    @Override
    public Reply announce(Event event) throws IOException {
        TrackerResponse response;
        try {
            if (!framework.trackers().isSupportedProtocol(url)) {
                throw new IOException("its protocol is not supported");
            }
            response = ask(framework.trackers().getTracker(url), event);
            if (response.isSuccess()) {
                return new Reply(Duration.ofSeconds(Math.max(0, response.getInterval())), peers(response));
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // bt's parser follows nesting by recursion and believes announced lengths, and what a tracker sends is not
            // ours.
            throw new IOException("unreadable answer: " + Problem.reason(e), e);
        }
        throw new IOException(
                response.getErrorMessage() != null
                        ? response.getErrorMessage()
                        : response.getError().map(Problem::reason).orElse("no answer"));
    }

    private static List<Peer> peers(TrackerResponse response) {
        List<Peer> peers = new ArrayList<>();
        response.getPeers().forEach(peers::add);
        return peers;
    }

    private TrackerResponse ask(Tracker tracker, Event event) {
        TrackerRequestBuilder request = tracker.request(torrentId);
        // bt's client has one connection to each tracker, for all torrents, and refuses a second request meanwhile.
        synchronized (tracker) {
            return switch (event) {
                case STARTED -> request.start();
                case COMPLETED -> request.complete();
                case STOPPED -> request.stop();
                case NONE -> request.query();
            };
        }
    }
}
