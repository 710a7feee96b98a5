package ezio.recipe.run;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * A machine in the swarm, however often and from whatever port it connects.
 *
 * <p>An address is one machine: a target that was restarted comes with a new peer id and from another port, and is not to
 * count twice. Only the machine that asks can have several nodes, as in a rehearsal: there each listening port is one.
 *
 * @param host its address
 * @param port where it listens, on the machine that asks; 0 elsewhere
 */
public record Machine(String host, int port) {

    private static final String HERE = "127.0.0.1";

    /** Returns the machine at an address, seen from one that has the addresses {@code own}. */
    static Machine of(InetSocketAddress address, Set<InetAddress> own) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            return new Machine(address.getHostString(), 0);
        }
        return ip.isLoopbackAddress() || own.contains(ip)
                ? new Machine(HERE, address.getPort())
                : new Machine(ip.getHostAddress(), 0);
    }

    /** Returns every address of this machine; none where the system does not tell. */
    static Set<InetAddress> ownAddresses() {
        Set<InetAddress> own = new HashSet<>();
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                own.addAll(Collections.list(each.getInetAddresses()));
            }
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        return own;
    }

    @Override
    public String toString() {
        return port == 0 ? host : host + ":" + port;
    }
}
