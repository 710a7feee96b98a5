package ezio.core.swarm;

import ezio.core.problem.Problem;
import ezio.core.torrent.TorrentSpec;

/** A node was given the same torrent twice; with one port it could not tell the two images apart. */
public final class TorrentTwice extends Problem {

    private static final long serialVersionUID = 1;

    public TorrentTwice(TorrentSpec torrent) {
        super(
                Kind.USAGE,
                torrent.name() + " (" + torrent.infoHash().brief() + ") is in use on this node already",
                "start another ezio for the second device");
    }
}
