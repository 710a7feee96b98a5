package ezio.core.swarm.wire;

import java.nio.ByteBuffer;

/** Something on its way out: a message, or the header and payload of a block. */
final class Outgoing {

    /** The message, or the header. */
    final ByteBuffer head;

    private final Payload payload;

    private Outgoing(ByteBuffer head, Payload payload) {
        this.head = head;
        this.payload = payload;
    }

    static Outgoing message(ByteBuffer bytes) {
        return new Outgoing(bytes, null);
    }

    static Outgoing block(ByteBuffer header, Payload payload) {
        return new Outgoing(header, payload);
    }

    /** Payload bytes; 0 for a message. */
    int blockBytes() {
        return payload == null ? 0 : payload.lengthBytes();
    }

    /** Returns whether a disk has to be waited for. */
    boolean isStored() {
        return payload != null && payload.isStored();
    }

    Payload payload() {
        return payload;
    }

    boolean isSent() {
        return !head.hasRemaining() && (payload == null || payload.isSent());
    }

    /** Nobody reads the payload any more. */
    void release() {
        if (payload != null) {
            payload.release();
        }
    }
}
