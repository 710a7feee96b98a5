package ezio.core.swarm.discovery;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Addresses of peers as trackers and peers pack them (BEP 23, BEP 7).
 *
 * <pre>
 *   4 or 16 bytes   IPv4 or IPv6 address
 *   2 bytes         port
 * </pre>
 */
public final class CompactPeers {

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private CompactPeers() {}

    /** Returns the IPv4 ones, in order; those of the other family are left out. */
    public static byte[] ipv4(Collection<InetSocketAddress> peers) {
        return pack(peers, Inet4Address.class, IPV4_BYTES);
    }

    /** Returns the IPv6 ones, in order; those of the other family are left out. */
    public static byte[] ipv6(Collection<InetSocketAddress> peers) {
        return pack(peers, Inet6Address.class, IPV6_BYTES);
    }

    private static byte[] pack(Collection<InetSocketAddress> peers, Class<?> family, int addressBytes) {
        List<InetSocketAddress> ofFamily = peers.stream()
                .filter(peer -> family.isInstance(peer.getAddress()))
                .toList();
        ByteBuffer packed = ByteBuffer.allocate(ofFamily.size() * (addressBytes + Short.BYTES));
        ofFamily.forEach(peer -> packed.put(peer.getAddress().getAddress()).putShort((short) peer.getPort()));
        return packed.array();
    }

    /** Reads what is left in {@code packed}, IPv4; addresses without a port and an incomplete last one are left out. */
    public static List<InetSocketAddress> readIpv4(ByteBuffer packed, int most) {
        return read(packed, IPV4_BYTES, most);
    }

    /** Reads what is left in {@code packed}, IPv6; addresses without a port and an incomplete last one are left out. */
    public static List<InetSocketAddress> readIpv6(ByteBuffer packed, int most) {
        return read(packed, IPV6_BYTES, most);
    }

    private static List<InetSocketAddress> read(ByteBuffer packed, int addressBytes, int most) {
        List<InetSocketAddress> peers = new ArrayList<>();
        while (packed.remaining() >= addressBytes + Short.BYTES && peers.size() < most) {
            byte[] address = new byte[addressBytes];
            packed.get(address);
            int port = Short.toUnsignedInt(packed.getShort());
            if (port > 0) {
                try {
                    peers.add(new InetSocketAddress(InetAddress.getByAddress(address), port));
                } catch (UnknownHostException e) {
                    throw new IllegalStateException("an address of " + addressBytes + " bytes", e);
                }
            }
        }
        return peers;
    }
}
