package ezio.core.swarm

import ezio.core.torrent.TorrentSpec
import java.nio.ByteBuffer
import java.nio.charset.StandardCharsets

/** A peer that says exactly what a spec tells it to, right or wrong. */
class RawPeer implements AutoCloseable {

    static final int REQUEST = 6
    static final int PIECE = 7
    static final int EXTENDED = 20

    private final Socket socket

    RawPeer(Socket socket) {
        this.socket = socket
        socket.tcpNoDelay = true
        // Longer than the 10 s that a node gives a stranger for its handshake.
        socket.soTimeout = 15_000
    }

    static RawPeer connect(int port) {
        new RawPeer(new Socket(InetAddress.loopbackAddress, port))
    }

    /** @param peerId the first of its 20 characters */
    static byte[] handshake(TorrentSpec torrent, String peerId = '-RA0001-') {
        def bytes = ByteBuffer.allocate(68)
        bytes.put((byte) 19).put('BitTorrent protocol'.bytes)
        // The extension protocol, BEP 10.
        bytes.put([0, 0, 0, 0, 0, 0x10, 0, 0] as byte[]).put(torrent.infoHash().bytes())
        bytes.put(peerId.padRight(20, '.').getBytes(StandardCharsets.ISO_8859_1)).array()
    }

    static byte[] message(int id, byte[] payload = new byte[0]) {
        ByteBuffer.allocate(5 + payload.length).putInt(1 + payload.length).put((byte) id).put(payload).array()
    }

    static byte[] ints(int... values) {
        def bytes = ByteBuffer.allocate(4 * values.length)
        values.each { bytes.putInt(it) }
        bytes.array()
    }

    static byte[] extended(int id, String text) {
        message(EXTENDED, ([id as byte] + text.getBytes(StandardCharsets.ISO_8859_1).toList()) as byte[])
    }

    void send(byte[] bytes) {
        socket.outputStream.write(bytes)
        socket.outputStream.flush()
    }

    /** Reads the other side's handshake. */
    byte[] readHandshake() {
        socket.inputStream.readNBytes(68)
    }

    /** Reads messages until one of the extension protocol, and returns that. */
    String readExtended() {
        def input = new DataInputStream(socket.inputStream)
        while (true) {
            byte[] message = new byte[input.readInt()]
            input.readFully(message)
            if (message.length > 0 && message[0] == EXTENDED) {
                return new String(message, StandardCharsets.ISO_8859_1)
            }
        }
    }

    /** Sends zeros for each block that is asked for, until the other side hangs up. */
    void answerRequests() {
        try {
            readHandshake()
            def input = new DataInputStream(socket.inputStream)
            while (true) {
                byte[] message = new byte[input.readInt()]
                input.readFully(message)
                if (message.length > 0 && message[0] == REQUEST) {
                    def request = ByteBuffer.wrap(message, 1, 12)
                    byte[] block = new byte[8 + request.getInt(9)]
                    System.arraycopy(message, 1, block, 0, 8)
                    send(RawPeer.message(PIECE, block))
                }
            }
        } catch (EOFException | SocketException ignored) {
            // Hung up.
        }
    }

    /** Sends the first half of the block that is asked for first, and nothing more. */
    void sendHalfABlock() {
        readHandshake()
        def input = new DataInputStream(socket.inputStream)
        byte[] message = new byte[0]
        while (message.length == 0 || message[0] != REQUEST) {
            message = new byte[input.readInt()]
            input.readFully(message)
        }
        def request = ByteBuffer.wrap(message, 1, 12)
        byte[] block = new byte[8 + request.getInt(9)]
        System.arraycopy(message, 1, block, 0, 8)
        send(Arrays.copyOf(RawPeer.message(PIECE, block), 13 + request.getInt(9).intdiv(2)))
    }

    /** Returns whether the other side hangs up soon, whatever it says before. */
    boolean isHungUpOn() {
        byte[] heard = new byte[8192]
        try {
            while (socket.inputStream.read(heard) >= 0) {
                // Says something.
            }
            return true
        } catch (SocketTimeoutException ignored) {
            return false
        } catch (SocketException ignored) {
            return true
        }
    }

    @Override
    void close() {
        socket.close()
    }
}
