package ezio.core.swarm.wire;

import bt.net.buffer.ByteBufferView;
import bt.protocol.DecodingContext;
import bt.protocol.EncodingContext;
import bt.protocol.InvalidMessageException;
import bt.protocol.extended.ExtendedMessage;
import bt.protocol.handler.MessageHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * "I am fetching this piece", an extension message between ezio nodes, so that no other target fetches the same piece
 * from the seeder at the same time. It ends with the sender's have message, or its connection. The payload is the piece's
 * index as a bencoded integer: "i812e".
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

        private static final Pattern FORM = Pattern.compile("i(\\d{1,9})e");
        private static final int LONGEST_BYTES = 16;

        @Override
        public boolean encode(EncodingContext context, Claim message, ByteBuffer buffer) {
            byte[] text = ("i" + message.piece + "e").getBytes(StandardCharsets.US_ASCII);
            if (buffer.remaining() < text.length) {
                return false;
            }
            buffer.put(text);
            return true;
        }

        @Override
        public int decode(DecodingContext context, ByteBufferView buffer) {
            byte[] text = new byte[Math.min(buffer.remaining(), LONGEST_BYTES)];
            buffer.get(text);
            Matcher matcher = FORM.matcher(new String(text, StandardCharsets.US_ASCII));
            if (!matcher.matches()) {
                throw new InvalidMessageException("claim that is no piece index");
            }
            context.setMessage(new Claim(Integer.parseInt(matcher.group(1))));
            return text.length;
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
