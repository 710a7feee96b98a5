package ezio.core.swarm.wire;

import bt.net.buffer.ByteBufferView;
import bt.protocol.DecodingContext;
import bt.protocol.EncodingContext;
import bt.protocol.InvalidMessageException;
import bt.protocol.extended.ExtendedMessage;
import bt.protocol.handler.MessageHandler;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Set;

/**
 * "I am fetching this piece", an extension message between ezio nodes, so that no other target fetches the same piece
 * from the seeder at the same time. It ends with the sender's have message, or its connection.
 *
 * <pre>
 *   0  4  piece index, big endian
 * </pre>
 */
public final class Claim extends ExtendedMessage {

    /** Its name in the extension handshake (BEP 10). */
    public static final String NAME = "ez_claim";

    private final int piece;

    public Claim(int piece) {
        this.piece = piece;
    }

    public int piece() {
        return piece;
    }

    @Override
    public String toString() {
        return "claim of piece " + piece;
    }

    /** Turns claims into bytes and back. */
    public static final class Codec implements MessageHandler<Claim> {

        @Override
        public boolean encode(EncodingContext context, Claim message, ByteBuffer buffer) {
            if (buffer.remaining() < Integer.BYTES) {
                return false;
            }
            buffer.putInt(message.piece);
            return true;
        }

        @Override
        public int decode(DecodingContext context, ByteBufferView buffer) {
            if (buffer.remaining() != Integer.BYTES) {
                throw new InvalidMessageException("claim of " + buffer.remaining() + " bytes");
            }
            context.setMessage(new Claim(buffer.getInt()));
            return Integer.BYTES;
        }

        @Override
        public Collection<Class<? extends Claim>> getSupportedTypes() {
            return Set.of(Claim.class);
        }

        @Override
        public Class<? extends Claim> readMessageType(ByteBufferView buffer) {
            return Claim.class;
        }
    }
}
