package ezio.core.torrent;

import ezio.core.problem.Problem;
import java.net.URI;

/** A .torrent could not be fetched from a server. */
public final class TorrentUnavailable extends Problem {

    private static final long serialVersionUID = 1;

    private TorrentUnavailable(Kind kind, String message, String remedy, Throwable cause) {
        super(kind, message, remedy, cause);
    }

    static TorrentUnavailable unreachable(URI uri, String reason, Throwable cause) {
        return new TorrentUnavailable(
                Kind.NETWORK, "cannot fetch " + uri + ": " + reason, "is the tracker running there?", cause);
    }

    static TorrentUnavailable answered(URI uri, int status) {
        return new TorrentUnavailable(
                Kind.NETWORK,
                "cannot fetch " + uri + ": the server answers " + status,
                status == 404 ? "the server's /torrents/ lists what there is" : null,
                null);
    }

    static TorrentUnavailable badAddress(String text) {
        return new TorrentUnavailable(Kind.USAGE, "\"" + text + "\" is no address of a torrent", null, null);
    }
}
