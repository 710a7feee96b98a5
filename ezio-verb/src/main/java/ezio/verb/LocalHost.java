package ezio.verb;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Collections;
import java.util.Optional;

/** Finds the address by which other machines reach this one. */
public final class LocalHost {

    // Any address beyond the local network will do: nothing is sent, the kernel only looks up a route. 192.0.2.0/24 is
    // kept for documentation (RFC 5737).
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("192.0.2.1", 9);

    private LocalHost() {}

    /** Returns the address of the interface with the default route, else of the first one that is up, else loopback. */
    public static InetAddress address() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(ELSEWHERE);
            InetAddress address = socket.getLocalAddress();
            if (!address.isAnyLocalAddress() && !address.isLoopbackAddress()) {
                return address;
            }
        } catch (IOException | RuntimeException e) {
            // No default route: a network without a gateway is usual in a deployment.
            return firstOfInterfaces().orElseGet(InetAddress::getLoopbackAddress);
        }
        return firstOfInterfaces().orElseGet(InetAddress::getLoopbackAddress);
    }

    private static Optional<InetAddress> firstOfInterfaces() {
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (!each.isUp() || each.isLoopback()) {
                    continue;
                }
                for (InetAddress address : Collections.list(each.getInetAddresses())) {
                    if (address instanceof java.net.Inet4Address && !address.isLinkLocalAddress()) {
                        return Optional.of(address);
                    }
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
