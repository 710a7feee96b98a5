package ezio.core.swarm;

import ezio.core.image.ImageSource;
import ezio.core.image.ImageTarget;
import ezio.core.torrent.TorrentSpec;

/** PLACEHOLDER of the API; being written. */
public final class SwarmNode implements AutoCloseable {

    private SwarmNode() {}

    public static SwarmNode start(SwarmSettings settings) {
        throw new IllegalStateException("being written " + settings);
    }

    /** Returns the port on which peers are accepted. */
    public int port() {
        return 0;
    }

    /** Seeds {@code image}, which becomes the node's to close. With {@code check}, hashes it first and fails on a mismatch. */
    public Transfer seed(TorrentSpec torrent, ImageSource image, boolean check) {
        throw new IllegalStateException("being written " + torrent + image + check);
    }

    /** Fetches what is missing into {@code image}, which becomes the node's to close. With {@code recheck}, hashes what is there first. */
    public Transfer restore(TorrentSpec torrent, ImageTarget image, boolean recheck) {
        throw new IllegalStateException("being written " + torrent + image + recheck);
    }

    @Override
    public void close() {}
}
