package ezio.core.swarm;

import bt.bencoding.model.BEObject;
import bt.bencoding.types.BEInteger;
import bt.bencoding.types.BEString;
import bt.net.PeerId;
import bt.protocol.Bitfield;
import bt.protocol.Handshake;
import bt.protocol.InvalidMessageException;
import bt.protocol.extended.ExtendedHandshake;
import ezio.core.swarm.policy.BlockLength;
import ezio.core.swarm.policy.ConnectPolicy;
import ezio.core.swarm.policy.SwarmPeer;
import ezio.core.swarm.wire.Claim;
import ezio.core.swarm.wire.HaveParts;
import ezio.core.swarm.wire.Link;
import ezio.core.swarm.wire.PeerExchange;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handshakes: who is let in, which of two connections stays, and what both sides agree on. Guarded by the session. */
final class Greeting {

    private static final Logger LOG = LoggerFactory.getLogger(Greeting.class);

    /** The key in our extension handshake that says how large a block may be asked for, in bytes. */
    private static final String BLOCK_SIZE_KEY = "ez_block";

    private static final int MOST_EXTENDED_HANDSHAKES = 20;
    private static final int REQUESTS_WE_KEEP = 2000;

    private final Session session;
    private final Roster roster;
    private final Calls calls;
    private final Metadata metadata;
    private int largestServedBytes;

    Greeting(Session session, Roster roster, Calls calls, Metadata metadata) {
        this.session = session;
        this.roster = roster;
        this.calls = calls;
        this.metadata = metadata;
        this.largestServedBytes = largestServedBytes();
    }

    /** Sends our handshake. */
    void say(Link link) {
        link.send(session.node().framework().handshake(session.torrentId()));
    }

    /** Who we called answered. */
    void answered(Link link, Handshake handshake) {
        if (!handshake.getTorrentId().equals(session.torrentId())) {
            throw new InvalidMessageException("handshake of another torrent");
        }
        welcome(link, handshake, true);
    }

    /** An incoming connection asked for this torrent; our handshake has not been sent. */
    void accepted(Link link, Handshake handshake) {
        if (session.ledger().isBanned(handshake.getPeerId(), System.nanoTime())) {
            link.close("sent data that does not have its hash");
            return;
        }
        RemotePeer known = roster.with(handshake.getPeerId());
        if (known != null && known.isSettled) {
            // It did not know our other connection yet. Refused before our handshake, so that it cannot prefer this
            // one.
            link.close("connected already");
            return;
        }
        boolean isFull = roster.staying() >= session.maxConnections();
        if (known == null && isFull && !roster.makeRoom(session.isFetching(), System.nanoTime())) {
            link.close("no room for more connections");
            return;
        }
        say(link);
        welcome(link, handshake, false);
    }

    private void welcome(Link link, Handshake handshake, boolean isOutgoing) {
        PeerId ownId = session.node().framework().peerId();
        PeerId id = handshake.getPeerId();
        InetSocketAddress called = calls.answered(link);
        if (id.equals(ownId)) {
            if (called != null) {
                calls.neverAgain(called);
            }
            link.close("this is ourselves");
            return;
        }
        long now = System.nanoTime();
        RemotePeer known = roster.with(id);
        if (known != null) {
            if (!ConnectPolicy.keepsNewOfTwo(ownId.getBytes(), id.getBytes(), isOutgoing)) {
                if (called != null) {
                    known.listensAt(called);
                    calls.connected(called, now);
                }
                link.close("connected already");
                return;
            }
            known.isLeaving = true;
            known.link.close("connected already");
        }
        RemotePeer peer = new RemotePeer(link, isOutgoing, session.ledger().entry(id), ClientName.of(id), now);
        peer.winsTies(Arrays.compareUnsigned(id.getBytes(), ownId.getBytes()) > 0);
        if (known != null) {
            if (known.isAddressKnown) {
                peer.listensAt(known.address);
            }
            peer.isTold = known.isTold;
            known.isTold = false;
        }
        roster.add(id, peer);
        if (called != null) {
            calls.connected(called, now);
        }
        introduce(link, handshake);
        LOG.debug("{}: {} ({}) connected", session.torrent(), peer.name(), peer.client);
    }

    private void introduce(Link link, Handshake handshake) {
        int pieces = session.torrent().pieceCount();
        link.allowMessages(1 + (pieces + 7) / 8);
        if (BtFramework.speaksExtensions(handshake)) {
            link.send(extendedHandshake());
        }
        if (!session.holdings().announced().isEmpty()) {
            link.send(new Bitfield(Bitfields.write(session.holdings().announced(), pieces)));
        }
    }

    private ExtendedHandshake extendedHandshake() {
        return session.node()
                .framework()
                .extendedHandshake(session.torrent().isPrivate() ? Set.of(PeerExchange.NAME) : Set.of())
                .property("v", new BEString(ClientName.OWN.getBytes(StandardCharsets.UTF_8)))
                .property("p", new BEInteger(session.node().port()))
                .property("reqq", new BEInteger(REQUESTS_WE_KEEP))
                .property("metadata_size", new BEInteger(metadata.lengthBytes()))
                .property(BLOCK_SIZE_KEY, new BEInteger(largestServedBytes()))
                .build();
    }

    /** Agrees anew on the size of blocks: at a low limit, a large one takes so long that it looks like silence. */
    void limitsChanged() {
        int largest = largestServedBytes();
        boolean isNews = largest != largestServedBytes;
        largestServedBytes = largest;
        for (RemotePeer peer : roster.all()) {
            if (peer.extendedHandshakes > 0) {
                if (isNews) {
                    peer.link.send(extendedHandshake());
                }
                agreeOnBlocks(peer);
            }
        }
    }

    private int largestServedBytes() {
        return BlockLength.bytes(session.node().uploads().limit(), SwarmPeer.LARGEST_BLOCK_BYTES);
    }

    private void agreeOnBlocks(RemotePeer peer) {
        if (peer.offeredBlockBytes > 0) {
            int largest = BlockLength.bytes(session.node().downloads().limit(), SwarmPeer.LARGEST_BLOCK_BYTES);
            peer.sendsBlocksOf(Math.min(peer.offeredBlockBytes, largest));
        }
    }

    /** Takes note of what the peer says of itself. */
    void learn(RemotePeer peer, ExtendedHandshake extended) {
        // bt keeps what each of them names.
        if (++peer.extendedHandshakes > MOST_EXTENDED_HANDSHAKES) {
            throw new InvalidMessageException("one extension handshake after the other");
        }
        Map<String, BEObject<?>> data = extended.getData();
        if (data.get("v") instanceof BEString version) {
            String name = new String(version.getValue(), StandardCharsets.UTF_8);
            peer.client = name.substring(0, Math.min(40, name.length())).replaceAll("\\p{Cntrl}", "?");
            peer.entry.client = peer.client;
        }
        peer.understandsClaims(extended.getSupportedMessageTypes().contains(Claim.NAME));
        peer.sendsParts(extended.getSupportedMessageTypes().contains(HaveParts.NAME));
        integer(data.get("reqq")).ifPresent(peer::keepsRequests);
        integer(data.get(BLOCK_SIZE_KEY)).ifPresent(bytes -> peer.offeredBlockBytes = bytes);
        agreeOnBlocks(peer);
        integer(data.get("p")).filter(port -> port > 0 && port <= 65535).ifPresent(port -> {
            if (!peer.isAddressKnown) {
                peer.listensAt(new InetSocketAddress(peer.link.remote().getAddress(), port));
                calls.connected(peer.address, System.nanoTime());
            }
        });
    }

    /** bt gives an Integer, a Long or a BigInteger, by size and version. */
    private static Optional<Integer> integer(BEObject<?> value) {
        return value instanceof BEInteger integer
                        && integer.getValue().longValue() == integer.getValue().intValue()
                ? Optional.of(integer.getValue().intValue())
                : Optional.empty();
    }
}
