package ezio.core.swarm.wire;

import bt.net.buffer.ByteBufferView;
import bt.protocol.DecodingContext;
import bt.protocol.EncodingContext;
import bt.protocol.InvalidMessageException;
import bt.protocol.extended.ExtendedMessage;
import bt.protocol.handler.MessageHandler;
import ezio.core.swarm.policy.Parts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * "I have these parts of these pieces", an extension message between ezio nodes: what may be asked of the sender before it
 * has the pieces as a whole. A part is {@link Parts#LENGTH_BYTES} long. Parts are added to those of earlier messages; a
 * piece without any says that the sender has none any more, since what it had was wrong. The payload is a bencoded string
 * that has for each piece:
 *
 * <pre>
 *   4 bytes piece, 2 bytes length of what follows, a bitfield as in BEP 3: the highest bit of its first byte is part 0
 * </pre>
 */
public final class HaveParts extends ExtendedMessage {

    /** Its name in the extension handshake (BEP 10). */
    public static final String NAME = "ez_parts";

    private final Map<Integer, BitSet> parts;

    /**
     * @param parts by piece; copied
     */
    public HaveParts(Map<Integer, BitSet> parts) {
        this.parts = new TreeMap<>();
        parts.forEach((piece, held) -> this.parts.put(piece, (BitSet) held.clone()));
    }

    /** Returns the parts by piece; not to be changed. */
    public Map<Integer, BitSet> parts() {
        return parts;
    }

    @Override
    public String toString() {
        return "parts of pieces " + parts;
    }

    /** Turns them into bytes and back. */
    public static final class Codec implements MessageHandler<HaveParts> {

        private static final int HEAD_BYTES = Integer.BYTES + Short.BYTES;

        @Override
        public boolean encode(EncodingContext context, HaveParts message, ByteBuffer buffer) {
            byte[] entries = entries(message.parts);
            byte[] length = (entries.length + ":").getBytes(StandardCharsets.US_ASCII);
            if (buffer.remaining() < length.length + entries.length) {
                return false;
            }
            buffer.put(length).put(entries);
            return true;
        }

        private static byte[] entries(Map<Integer, BitSet> parts) {
            int length = 0;
            for (BitSet held : parts.values()) {
                length += HEAD_BYTES + bytes(held);
            }
            ByteBuffer entries = ByteBuffer.allocate(length);
            parts.forEach((piece, held) -> {
                byte[] bits = new byte[bytes(held)];
                held.stream().forEach(part -> bits[part / 8] |= (byte) (0x80 >> part % 8));
                entries.putInt(piece).putShort((short) bits.length).put(bits);
            });
            return entries.array();
        }

        private static int bytes(BitSet bits) {
            return (bits.length() + 7) / 8;
        }

        @Override
        public int decode(DecodingContext context, ByteBufferView buffer) {
            byte[] payload = new byte[buffer.remaining()];
            buffer.get(payload);
            int start = 0;
            while (start < payload.length && payload[start] != ':') {
                start++;
            }
            String length = new String(payload, 0, start, StandardCharsets.US_ASCII);
            if (start == payload.length || !length.equals(Integer.toString(payload.length - start - 1))) {
                throw new InvalidMessageException("parts that are no string");
            }
            context.setMessage(new HaveParts(parse(ByteBuffer.wrap(payload, start + 1, payload.length - start - 1))));
            return payload.length;
        }

        private static Map<Integer, BitSet> parse(ByteBuffer entries) {
            Map<Integer, BitSet> parts = new TreeMap<>();
            while (entries.hasRemaining()) {
                int length = entries.remaining() < HEAD_BYTES
                        ? Integer.MAX_VALUE
                        : Short.toUnsignedInt(entries.getShort(entries.position() + Integer.BYTES));
                if (length > entries.remaining() - HEAD_BYTES) {
                    throw new InvalidMessageException("parts that end in the middle");
                }
                int piece = entries.getInt();
                entries.getShort();
                BitSet held = new BitSet();
                for (int part = 0; part < length * 8; part++) {
                    held.set(part, (entries.get(entries.position() + part / 8) & 0x80 >> part % 8) != 0);
                }
                entries.position(entries.position() + length);
                parts.put(piece, held);
            }
            return parts;
        }

        @Override
        public Collection<Class<? extends HaveParts>> getSupportedTypes() {
            return Set.of(HaveParts.class);
        }

        @Override
        public Class<? extends HaveParts> readMessageType(ByteBufferView buffer) {
            return HaveParts.class;
        }
    }
}
