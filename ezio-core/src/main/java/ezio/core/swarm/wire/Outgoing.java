package ezio.core.swarm.wire;

import java.nio.ByteBuffer;

/** Something on its way out: a message, or the header and payload of a block. */
final class Outgoing {

    final ByteBuffer[] parts;
    /** Payload bytes; 0 for a message. */
    final int blockBytes;

    private final Runnable release;

    Outgoing(ByteBuffer message) {
        this.parts = new ByteBuffer[] {message};
        this.blockBytes = 0;
        this.release = () -> {};
    }

    Outgoing(ByteBuffer header, ByteBuffer[] payload, int blockBytes, Runnable release) {
        this.parts = new ByteBuffer[payload.length + 1];
        this.parts[0] = header;
        System.arraycopy(payload, 0, parts, 1, payload.length);
        this.blockBytes = blockBytes;
        this.release = release;
    }

    boolean isSent() {
        return !parts[parts.length - 1].hasRemaining();
    }

    /** Nobody reads the payload any more. */
    void release() {
        release.run();
    }
}
