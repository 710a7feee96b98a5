package ezio.core.swarm.discovery;

import ezio.core.problem.Problem;
import ezio.core.torrent.InfoHash;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the local network who has a torrent, and hears others ask (local service discovery, BEP 14, IPv4). Interfaces that
 * come up later are taken in with the next announcement. Safe for use by several threads.
 */
public final class LocalDiscovery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalDiscovery.class);

    private static final int PORT = 6771;
    private static final InetAddress GROUP = group();
    private static final String HOST = GROUP.getHostAddress() + ":" + PORT;
    private static final int LARGEST_BYTES = 1500;
    // More than 1,000 machines say that start in the same ten seconds; the rest is noise.
    private static final int MOST_A_SECOND = 200;
    private static final long SECOND_NS = 1_000_000_000L;

    private final int peerPort;
    private final Optional<InetAddress> listen;
    private final BiConsumer<InfoHash, InetSocketAddress> onPeer;
    private final String cookie =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private final DatagramChannel receiver;
    private final DatagramChannel sender;
    private final Map<String, Integer> joined = new HashMap<>();

    private LocalDiscovery(
            int peerPort,
            Optional<InetAddress> listen,
            BiConsumer<InfoHash, InetSocketAddress> onPeer,
            DatagramChannel receiver,
            DatagramChannel sender) {
        this.peerPort = peerPort;
        this.listen = listen;
        this.onPeer = onPeer;
        this.receiver = receiver;
        this.sender = sender;
    }

    private static InetAddress group() {
        try {
            return InetAddress.getByName("239.192.152.143");
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Begins to listen; returns at once.
     *
     * @param peerPort where this node accepts peers
     * @param listen the address whose interface is used; empty for all interfaces
     * @param onPeer is told of each peer that asks for a torrent; on a thread of its own, must not block
     * @throws LocalDiscoveryFailure if the port of the protocol cannot be opened
     */
    public static LocalDiscovery start(
            int peerPort, Optional<InetAddress> listen, BiConsumer<InfoHash, InetSocketAddress> onPeer) {
        DatagramChannel receiver = null;
        DatagramChannel sender = null;
        try {
            receiver = DatagramChannel.open(StandardProtocolFamily.INET);
            // Every client of this machine has the same port.
            receiver.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            receiver.bind(new InetSocketAddress(PORT));
            sender = DatagramChannel.open(StandardProtocolFamily.INET);
            sender.bind(new InetSocketAddress(
                    listen.filter(Inet4Address.class::isInstance).orElse(null), 0));
        } catch (IOException e) {
            closeQuietly(receiver);
            closeQuietly(sender);
            throw new LocalDiscoveryFailure(PORT, e);
        }
        LocalDiscovery discovery = new LocalDiscovery(peerPort, listen, onPeer, receiver, sender);
        discovery.interfaces();
        Thread thread = new Thread(discovery::receive, "ezio-local-discovery");
        thread.setDaemon(true);
        thread.start();
        return discovery;
    }

    /** Asks the network for peers of a torrent, once. */
    public synchronized void announce(InfoHash infoHash) {
        byte[] bytes = new LocalAnnouncement(peerPort, List.of(infoHash), cookie).bytes(HOST);
        for (NetworkInterface each : interfaces()) {
            try {
                sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, each);
                sender.send(ByteBuffer.wrap(bytes), new InetSocketAddress(GROUP, PORT));
            } catch (IOException e) {
                LOG.debug("local discovery on {}: {}", each.getName(), Problem.reason(e));
            }
        }
    }

    /** Returns those that can be used now, and joins the group on those that are new. */
    private synchronized List<NetworkInterface> interfaces() {
        List<NetworkInterface> usable;
        try {
            usable = NetworkInterface.networkInterfaces().filter(this::isUsable).toList();
        } catch (SocketException e) {
            LOG.debug("interfaces", e);
            return List.of();
        }
        for (NetworkInterface each : usable) {
            // One that went and came again has another index, and has to be joined again.
            Integer known = joined.put(each.getName(), each.getIndex());
            if (known == null || known != each.getIndex()) {
                join(each);
            }
        }
        return usable;
    }

    private void join(NetworkInterface each) {
        try {
            receiver.join(GROUP, each);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("no local discovery on {}: {}", each.getName(), Problem.reason(e));
        }
    }

    private boolean isUsable(NetworkInterface each) {
        try {
            return each.isUp()
                    && each.supportsMulticast()
                    && !each.isLoopback()
                    && each.inetAddresses()
                            .anyMatch(address -> address instanceof Inet4Address
                                    && (listen.isEmpty() || listen.get().equals(address)));
        } catch (SocketException e) {
            return false;
        }
    }

    private void receive() {
        ByteBuffer datagram = ByteBuffer.allocate(LARGEST_BYTES);
        long second = System.nanoTime();
        int heard = 0;
        while (true) {
            try {
                InetSocketAddress from = (InetSocketAddress) receiver.receive(datagram.clear());
                long now = System.nanoTime();
                if (now - second > SECOND_NS) {
                    second = now;
                    heard = 0;
                }
                if (++heard <= MOST_A_SECOND) {
                    LocalAnnouncement.parse(datagram.array(), datagram.position())
                            .filter(said -> !said.cookie().equals(cookie))
                            .ifPresent(said -> tell(said, from.getAddress()));
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.warn("local discovery: {}", Problem.reason(e), e);
                if (!receiver.isOpen()) {
                    return;
                }
            }
        }
    }

    private void tell(LocalAnnouncement said, InetAddress from) {
        // A datagram can come in while the channel is being closed.
        if (!receiver.isOpen()) {
            return;
        }
        said.infoHashes().forEach(infoHash -> onPeer.accept(infoHash, new InetSocketAddress(from, said.port())));
    }

    /** Leaves the group. */
    @Override
    public void close() {
        closeQuietly(receiver);
        closeQuietly(sender);
    }

    private static void closeQuietly(DatagramChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("closing {}", channel, e);
        }
    }
}
