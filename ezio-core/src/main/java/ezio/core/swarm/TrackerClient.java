package ezio.core.swarm;

import bt.net.Peer;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;

/** Asks one tracker about one torrent. Safe for use by several threads. */
interface TrackerClient {

    /** What a tracker is told. */
    enum Event {
        STARTED,
        COMPLETED,
        STOPPED,
        NONE
    }

    /**
     * What a tracker says.
     *
     * @param interval when it wants to be asked again; zero if it does not say
     */
    record Reply(Duration interval, Collection<Peer> peers) {}

    /**
     * Tells the tracker how the torrent stands; blocks for seconds at most.
     *
     * @throws IOException if there is no answer, or one that says no; the message is for the user
     */
    Reply announce(Event event) throws IOException;
}
