package ezio.core.swarm.wire;

import bt.bencoding.model.BEObject;
import bt.bencoding.serializers.BEParser;
import bt.bencoding.types.BEMap;
import bt.bencoding.types.BEString;
import bt.net.buffer.ByteBufferView;
import bt.protocol.DecodingContext;
import bt.protocol.EncodingContext;
import bt.protocol.InvalidMessageException;
import bt.protocol.extended.ExtendedMessage;
import bt.protocol.handler.MessageHandler;
import ezio.core.swarm.discovery.CompactPeers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * "These peers I know", between all clients (BEP 11): a dictionary with "added" and "dropped" for IPv4, "added6" and
 * "dropped6" for IPv6, compact; "added.f" and "added6.f" have a byte of flags for each added peer, which nobody needs.
 *
 * <p>bt's own message is not used: it ends the connection over a message without a peer, which the extension allows, and
 * over flags that do not match.
 */
public final class PeerExchange extends ExtendedMessage {

    /** Its name in the extension handshake (BEP 10). */
    public static final String NAME = "ut_pex";

    // Of each family in one message; what is beyond is not looked at.
    private static final int MOST_PEERS = 200;

    private final List<InetSocketAddress> added;
    private final List<InetSocketAddress> dropped;

    public PeerExchange(List<InetSocketAddress> added, List<InetSocketAddress> dropped) {
        this.added = List.copyOf(added);
        this.dropped = List.copyOf(dropped);
    }

    /** Returns the peers that came. */
    public List<InetSocketAddress> added() {
        return added;
    }

    /** Returns the peers that left; that is hearsay. */
    public List<InetSocketAddress> dropped() {
        return dropped;
    }

    @Override
    public String toString() {
        return "peers added " + added + ", dropped " + dropped;
    }

    /** Turns them into bytes and back. */
    public static final class Codec implements MessageHandler<PeerExchange> {

        @Override
        public boolean encode(EncodingContext context, PeerExchange message, ByteBuffer buffer) {
            Map<String, BEObject<?>> entries = new TreeMap<>();
            byte[] added = CompactPeers.ipv4(message.added);
            byte[] added6 = CompactPeers.ipv6(message.added);
            entries.put("added", new BEString(added));
            entries.put("added.f", new BEString(new byte[added.length / 6]));
            entries.put("added6", new BEString(added6));
            entries.put("added6.f", new BEString(new byte[added6.length / 18]));
            entries.put("dropped", new BEString(CompactPeers.ipv4(message.dropped)));
            entries.put("dropped6", new BEString(CompactPeers.ipv6(message.dropped)));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                new BEMap(null, entries).writeTo(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (buffer.remaining() < bytes.size()) {
                return false;
            }
            buffer.put(bytes.toByteArray());
            return true;
        }

        @Override
        public int decode(DecodingContext context, ByteBufferView buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            if (bytes.length == 0 || bytes[0] != 'd') {
                throw new InvalidMessageException("peer exchange that is no dictionary");
            }
            BencodeLimits.pass(rest);
            try (BEParser parser = new BEParser(bytes)) {
                Map<String, BEObject<?>> entries = parser.readMap().getValue();
                context.setMessage(new PeerExchange(peers(entries, "added"), peers(entries, "dropped")));
            }
            return bytes.length;
        }

        private static List<InetSocketAddress> peers(Map<String, BEObject<?>> entries, String key) {
            List<InetSocketAddress> peers = new ArrayList<>(CompactPeers.readIpv4(packed(entries, key), MOST_PEERS));
            peers.addAll(CompactPeers.readIpv6(packed(entries, key + "6"), MOST_PEERS));
            return peers;
        }

        private static ByteBuffer packed(Map<String, BEObject<?>> entries, String key) {
            return ByteBuffer.wrap(entries.get(key) instanceof BEString packed ? packed.getValue() : new byte[0]);
        }

        @Override
        public Collection<Class<? extends PeerExchange>> getSupportedTypes() {
            return Set.of(PeerExchange.class);
        }

        @Override
        public Class<? extends PeerExchange> readMessageType(ByteBufferView buffer) {
            return PeerExchange.class;
        }
    }
}
