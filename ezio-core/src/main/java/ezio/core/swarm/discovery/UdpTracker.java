package ezio.core.swarm.discovery;

import ezio.core.torrent.InfoHash;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A tracker that is asked over UDP (BEP 15). What gets lost on the way is sent again. Safe for use by several threads,
 * which are served one after the other.
 *
 * <pre>
 *   request   connect    8 bytes 0x41727101980, 4 action 0, 4 transaction
 *             announce   8 connection, 4 action 1, 4 transaction, 20 info-hash, 20 peer id, 8 downloaded, 8 left,
 *                        8 uploaded, 4 event, 4 address 0, 4 key, 4 peers wanted, 2 port
 *   answer    connect    4 action 0, 4 transaction, 8 connection
 *             announce   4 action 1, 4 transaction, 4 interval in seconds, 4 others, 4 seeds, peers of 6 or 18 bytes
 *             error      4 action 3, 4 transaction, text
 * </pre>
 */
public final class UdpTracker {

    /** What a tracker is told has happened. */
    public enum Event {
        NONE(0),
        COMPLETED(1),
        STARTED(2),
        STOPPED(3);

        private final int number;

        Event(int number) {
            this.number = number;
        }
    }

    /**
     * How a torrent stands.
     *
     * @param leftBytes what is missing; 0 for a seed
     * @param wantedPeers the most that are wanted
     */
    public record Standing(
            InfoHash infoHash, long downloadedBytes, long leftBytes, long uploadedBytes, int wantedPeers) {}

    /**
     * What a tracker says.
     *
     * @param interval when it wants to be asked again
     */
    public record Answer(Duration interval, List<InetSocketAddress> peers) {}

    private static final long PROTOCOL = 0x41727101980L;
    private static final int CONNECT = 0;
    private static final int ANNOUNCE = 1;
    private static final int ERROR = 3;
    private static final int CONNECT_BYTES = 16;
    private static final int ANNOUNCE_BYTES = 98;
    private static final int ANSWER_HEAD_BYTES = 20;
    // 8 bytes of action and transaction, and 65,507 is what a datagram can hold.
    private static final int LARGEST_ANSWER_BYTES = 64 << 10;
    private static final int MOST_PEERS = 1000;
    private static final int LONGEST_TEXT = 200;
    // The protocol's own pace of 15 seconds and more is meant for the Internet.
    private static final List<Duration> PATIENCE =
            List.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    // A client may use a connection for a minute, says the protocol.
    private static final long CONNECTION_NS = 55_000_000_000L;

    private final String host;
    private final int port;
    private final byte[] peerId;
    private final int peerPort;
    private final List<Duration> patience;
    private final int key = ThreadLocalRandom.current().nextInt();

    private long connection;
    private long connectedNs;
    private boolean isConnected;

    private UdpTracker(String host, int port, byte[] peerId, int peerPort, List<Duration> patience) {
        this.host = host;
        this.port = port;
        this.peerId = peerId.clone();
        this.peerPort = peerPort;
        this.patience = patience;
    }

    /** Returns whether {@code url} is one that this class asks. */
    public static boolean isUdp(String url) {
        return url.regionMatches(true, 0, "udp:", 0, 4);
    }

    /**
     * @param url "udp://10.0.0.1:6969/announce"; what follows the port does not matter
     * @param peerId 20 bytes, the node's own
     * @param peerPort where the node accepts peers
     * @throws IllegalArgumentException if it names no host, or no port
     */
    public static UdpTracker at(String url, byte[] peerId, int peerPort) {
        return at(url, peerId, peerPort, PATIENCE);
    }

    /**
     * @param patience how long to wait for an answer each time before what was asked is sent again, or given up
     */
    static UdpTracker at(String url, byte[] peerId, int peerPort, List<Duration> patience) {
        try {
            URI uri = new URI(url);
            if (isUdp(url) && uri.getHost() != null && uri.getPort() > 0 && uri.getPort() <= 65535) {
                return new UdpTracker(
                        uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort(), peerId, peerPort, patience);
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("its address has no host and port", e);
        }
        throw new IllegalArgumentException("its address has no host and port");
    }

    /**
     * Tells the tracker how a torrent stands, and asks for peers. Blocks: 7.5 seconds where nobody answers, 15 at most.
     *
     * @throws IOException if there is no answer, or one that says no; the message is for the user
     */
    public synchronized Answer announce(Standing standing, Event event) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException("unknown host " + host);
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            // A connected socket takes nothing from others, and hears that nobody listens.
            socket.connect(address);
            if (!isConnected || System.nanoTime() - connectedNs > CONNECTION_NS) {
                connect(socket);
            }
            byte[] request = request(standing, event);
            ByteBuffer answer;
            try {
                answer = ask(socket, request, ANNOUNCE, ANSWER_HEAD_BYTES);
            } catch (IOException e) {
                // It may have forgotten the connection.
                isConnected = false;
                throw e;
            }
            Duration interval = Duration.ofSeconds(Math.max(0, answer.getInt(8)));
            answer.position(ANSWER_HEAD_BYTES);
            return new Answer(
                    interval,
                    address.getAddress() instanceof Inet6Address
                            ? CompactPeers.readIpv6(answer, MOST_PEERS)
                            : CompactPeers.readIpv4(answer, MOST_PEERS));
        } catch (SocketException e) {
            throw e instanceof PortUnreachableException ? new IOException("nobody listens there", e) : e;
        }
    }

    private void connect(DatagramSocket socket) throws IOException {
        byte[] request = ByteBuffer.allocate(CONNECT_BYTES)
                .putLong(PROTOCOL)
                .putInt(CONNECT)
                .putInt(ThreadLocalRandom.current().nextInt())
                .array();
        connection = ask(socket, request, CONNECT, CONNECT_BYTES).getLong(8);
        connectedNs = System.nanoTime();
        isConnected = true;
    }

    private byte[] request(Standing standing, Event event) {
        return ByteBuffer.allocate(ANNOUNCE_BYTES)
                .putLong(connection)
                .putInt(ANNOUNCE)
                .putInt(ThreadLocalRandom.current().nextInt())
                .put(standing.infoHash.bytes())
                .put(peerId)
                .putLong(standing.downloadedBytes)
                .putLong(standing.leftBytes)
                .putLong(standing.uploadedBytes)
                .putInt(event.number)
                .putInt(0)
                .putInt(key)
                .putInt(standing.wantedPeers)
                .putShort((short) peerPort)
                .array();
    }

    /** Returns the answer, from its first byte on; answers to what was asked earlier are passed over. */
    private ByteBuffer ask(DatagramSocket socket, byte[] request, int action, int leastBytes) throws IOException {
        int transaction = ByteBuffer.wrap(request).getInt(12);
        byte[] buffer = new byte[LARGEST_ANSWER_BYTES];
        for (Duration wait : patience) {
            socket.send(new DatagramPacket(request, request.length));
            long end = System.nanoTime() + wait.toNanos();
            for (long left = wait.toNanos(); left > 0; left = end - System.nanoTime()) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.setSoTimeout((int) Math.max(1, left / 1_000_000));
                try {
                    socket.receive(packet);
                } catch (SocketTimeoutException e) {
                    break;
                }
                ByteBuffer answer = ByteBuffer.wrap(buffer, 0, packet.getLength());
                if (answer.remaining() < 8 || answer.getInt(4) != transaction) {
                    continue;
                }
                if (answer.getInt(0) == ERROR) {
                    throw new IOException(text(answer.position(8)));
                }
                if (answer.getInt(0) == action && answer.remaining() >= leastBytes) {
                    return answer;
                }
            }
        }
        throw new IOException("no answer to " + patience.size() + " datagrams");
    }

    private static String text(ByteBuffer bytes) {
        byte[] text = new byte[Math.min(LONGEST_TEXT, bytes.remaining())];
        bytes.get(text);
        return "refused: "
                + new String(text, StandardCharsets.UTF_8)
                        .replaceAll("\\p{Cntrl}", " ")
                        .strip();
    }
}
