package ezio.core.swarm;

import ezio.core.unit.Rate;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * One peer of one image, at one moment.
 *
 * @param address where it listens, as far as known, else the remote end of the connection
 * @param client its program, from the extension handshake or the peer id: "ezio 0.1.0", "libtorrent/2.0.8"
 * @param has the part of the image that it holds, 0 to 1
 * @param download payload that comes from it
 * @param upload payload that goes to it
 * @param downloadedBytes payload since it was first seen, over reconnects
 * @param uploadedBytes payload since it was first seen, over reconnects
 * @param connectedFor since the present connection was made
 */
public record PeerStatus(
        InetSocketAddress address,
        String client,
        double has,
        Rate download,
        Rate upload,
        long downloadedBytes,
        long uploadedBytes,
        Duration connectedFor) {

    public boolean hasEverything() {
        return has >= 1;
    }
}
