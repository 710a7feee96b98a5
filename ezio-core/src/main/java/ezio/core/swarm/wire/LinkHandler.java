package ezio.core.swarm.wire;

import bt.protocol.Handshake;
import bt.protocol.Message;
import java.nio.ByteBuffer;

/**
 * What happens on a {@link Link}. Called on the link's loop thread, one call at a time, but for {@link #blockSent}; must
 * not block.
 */
public interface LinkHandler {

    /** An outgoing connection stands; the handler sends its handshake. */
    void connected(Link link);

    /** The peer's handshake arrived; always before any message. */
    void handshake(Link link, Handshake handshake);

    /** A message other than piece arrived. */
    void message(Link link, Message message);

    /**
     * A block begins to arrive.
     *
     * @return where its bytes are to go, with {@code lengthBytes} left; null to throw them away
     */
    ByteBuffer blockBegins(Link link, int piece, int offsetBytes, int lengthBytes);

    /** All bytes of the block are in the buffer that {@link #blockBegins} gave, or were thrown away if that was null. */
    void blockArrived(Link link, int piece, int offsetBytes, int lengthBytes);

    /** A block that was queued has left for the network. On any thread; perhaps once more just after {@link #closed}. */
    void blockSent(Link link, int lengthBytes);

    /** The link is closed and will call nothing any more; its queued blocks were released. */
    void closed(Link link, String reason);
}
