package ezio.core.swarm;

import java.net.InetSocketAddress;

/**
 * What was exchanged with one machine since the transfer began, over all its connections, whether it is still there or
 * not.
 *
 * @param downloadedBytes payload that came from it, with what had to be thrown away
 * @param uploadedBytes payload that went to it
 * @param cameComplete it held everything when it was first met: a seeder, not a target that finished
 * @param wasComplete it was ever seen to hold everything
 */
public record PeerAccount(
        InetSocketAddress address,
        String client,
        long downloadedBytes,
        long uploadedBytes,
        boolean cameComplete,
        boolean wasComplete) {}
