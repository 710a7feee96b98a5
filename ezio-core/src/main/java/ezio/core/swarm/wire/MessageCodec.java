package ezio.core.swarm.wire;

import bt.net.InetPeer;
import bt.net.Peer;
import bt.net.buffer.DelegatingByteBufferView;
import bt.protocol.DecodingContext;
import bt.protocol.EncodingContext;
import bt.protocol.InvalidMessageException;
import bt.protocol.Message;
import bt.protocol.StandardBittorrentProtocol;
import bt.protocol.extended.ExtendedMessage;
import bt.protocol.extended.ExtendedMessageTypeMapping;
import bt.protocol.extended.ExtendedProtocol;
import bt.protocol.handler.MessageHandler;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Turns bt's messages into bytes and back, for one connection.
 *
 * <p>One for each connection, because bt keeps what a peer says about its extensions by peer and never forgets it.
 */
public final class MessageCodec {

    private static final int EXTENDED_HEADER_BYTES = Integer.BYTES + 2;
    private static final int SMALL_BYTES = 512;
    private static final int LARGEST_BYTES = 16 << 20;

    private final StandardBittorrentProtocol protocol;
    private final Peer peer;

    public MessageCodec(
            ExtendedMessageTypeMapping extensions,
            Map<String, MessageHandler<? extends ExtendedMessage>> extensionHandlers,
            InetAddress peerAddress) {
        this.protocol = new StandardBittorrentProtocol(
                Map.of(ExtendedProtocol.EXTENDED_MESSAGE_ID, new ExtendedProtocol(extensions, extensionHandlers)));
        this.peer = InetPeer.build(peerAddress);
    }

    /** Returns the message with its length prefix, ready to be sent. */
    ByteBuffer encode(Message message) {
        for (int size = SMALL_BYTES; size <= LARGEST_BYTES; size *= 2) {
            ByteBuffer buffer = ByteBuffer.allocate(size);
            if (protocol.encode(new EncodingContext(peer), message, buffer)) {
                return buffer.flip();
            }
        }
        throw new IllegalArgumentException("a message of more than " + LARGEST_BYTES + " bytes");
    }

    private static void checkExtended(ByteBuffer bytes) {
        if (bytes.remaining() > EXTENDED_HEADER_BYTES
                && bytes.get(bytes.position() + Integer.BYTES) == ExtendedProtocol.EXTENDED_MESSAGE_ID
                && bytes.get(bytes.position()) == 0) {
            BencodeLimits.pass(bytes.position(bytes.position() + EXTENDED_HEADER_BYTES));
        }
    }

    /**
     * Reads one whole message, or handshake, that stands between position and limit.
     *
     * @throws InvalidMessageException if it is none
     */
    Message decode(ByteBuffer bytes) {
        DecodingContext context = new DecodingContext(peer);
        checkExtended(bytes.duplicate());
        try {
            protocol.decode(context, new DelegatingByteBufferView(bytes));
        } catch (InvalidMessageException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new InvalidMessageException("undecodable message: " + e.getMessage());
        }
        if (context.getMessage() == null) {
            throw new InvalidMessageException("message of the wrong length");
        }
        return context.getMessage();
    }
}
