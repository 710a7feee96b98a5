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

    static byte[] block(int piece, int offset, byte[] bytes) {
        message(PIECE, ByteBuffer.allocate(8 + bytes.length).putInt(piece).putInt(offset).put(bytes).array())
    }

    void send(byte[] bytes) {
        socket.outputStream.write(bytes)
        socket.outputStream.flush()
    }

    /** Reads the other side's handshake. */
    byte[] readHandshake() {
        socket.inputStream.readNBytes(68)
    }

    /** The port that the other side sees it by. */
    int port() { socket.localPort }

    /** Waits for the other side as long as it takes. */
    RawPeer withoutTimeout() {
        socket.soTimeout = 0
        this
    }

    /** Reads the next message that is no keep-alive: its number, and what it says. */
    byte[] readMessage() {
        def input = new DataInputStream(socket.inputStream)
        byte[] message = new byte[0]
        while (message.length == 0) {
            message = new byte[input.readInt()]
            input.readFully(message)
        }
        message
    }

    /** Reads messages until one of this number, and returns that. */
    byte[] readMessage(int id) {
        byte[] message = readMessage()
        while (message[0] != id) {
            message = readMessage()
        }
        message
    }

    /** Reads messages until one of the extension protocol, and returns that. */
    String readExtended() {
        new String(readMessage(EXTENDED), StandardCharsets.ISO_8859_1)
    }

    /**
     * Sends a block for each request, until the other side hangs up.
     *
     * @param answer gives the bytes, for a piece, an offset and a length; null where there is no answer
     */
    void answerRequests(Closure<byte[]> answer = { piece, offset, length -> new byte[length] }) {
        try {
            readHandshake()
            while (true) {
                def request = ByteBuffer.wrap(readMessage(REQUEST), 1, 12)
                int piece = request.getInt()
                int offset = request.getInt()
                byte[] bytes = answer.call(piece, offset, request.getInt())
                if (bytes != null) {
                    send(block(piece, offset, bytes))
                }
            }
        } catch (EOFException | SocketException ignored) {
            // Hung up.
        }
    }

    /** Sends the first half of the block that is asked for first, and nothing more. */
    void sendHalfABlock() {
        readHandshake()
        def request = ByteBuffer.wrap(readMessage(REQUEST), 1, 12)
        byte[] whole = block(request.getInt(), request.getInt(), new byte[request.getInt()])
        send(Arrays.copyOf(whole, 13 + (whole.length - 13).intdiv(2)))
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
