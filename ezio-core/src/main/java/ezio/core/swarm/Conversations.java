package ezio.core.swarm;

import bt.bencoding.model.BEObject;
import bt.bencoding.types.BEInteger;
import bt.bencoding.types.BEString;
import bt.magnet.UtMetadata;
import bt.net.PeerId;
import bt.protocol.Bitfield;
import bt.protocol.Cancel;
import bt.protocol.Choke;
import bt.protocol.Handshake;
import bt.protocol.Have;
import bt.protocol.Interested;
import bt.protocol.InvalidMessageException;
import bt.protocol.KeepAlive;
import bt.protocol.Message;
import bt.protocol.NotInterested;
import bt.protocol.Request;
import bt.protocol.Unchoke;
import bt.protocol.extended.ExtendedHandshake;
import ezio.core.swarm.policy.AddressBook;
import ezio.core.swarm.policy.RequestPlan.Block;
import ezio.core.swarm.store.PieceStore;
import ezio.core.swarm.wire.Claim;
import ezio.core.swarm.wire.Link;
import ezio.core.swarm.wire.LinkHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peers of one session: who is connected, who is to be called, and what is said. Guarded by the session's monitor,
 * which the calls of the network take here.
 */
final class Conversations implements LinkHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Conversations.class);

    private static final String VERSION = "ezio 0.1.0";
    /** The key in our extension handshake that says how large a block may be asked for, in bytes. */
    private static final String BLOCK_SIZE_KEY = "ez_block";
    // Fewer and larger requests cost less on both sides; other programs are asked for 16 KiB at a time.
    private static final int OWN_BLOCK_BYTES = 128 << 10;

    private static final int METADATA_PIECE_BYTES = 16 << 10;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long HANDSHAKE_NS = 10 * SECOND_NS;
    private static final long KEEP_ALIVE_NS = 60 * SECOND_NS;
    private static final long SILENT_NS = 150 * SECOND_NS;
    private static final long BOTH_COMPLETE_REST_NS = 120 * SECOND_NS;
    private static final long BAD_PEER_REST_NS = 60 * SECOND_NS;
    private static final int BAD_PIECES = 3;
    private static final int MOST_EXTENDED_HANDSHAKES = 20;
    // More than anything that crosses a cancel or a choke.
    private static final long MOST_UNASKED_BYTES = 1 << 20;
    private static final int CALLS_AT_A_TIME = 8;

    private final Session session;
    private final Fetching fetching;
    private final Serving serving;
    private final AddressBook addresses = new AddressBook();
    private final Map<Link, RemotePeer> peers = new LinkedHashMap<>();
    private final Map<PeerId, Link> byId = new HashMap<>();
    private final Map<Link, InetSocketAddress> calls = new HashMap<>();
    private final Map<Link, Boolean> taken = new HashMap<>();
    private final byte[] metadata;
    private boolean isClosed;
    private long lastSlowTickNs;

    Conversations(Session session, PieceStore store) {
        this.session = session;
        this.metadata = session.torrent().infoBytes();
        this.fetching = new Fetching(session.torrent(), store, session.announced(), false);
        this.serving = new Serving(
                session.torrent(), store, session, session.node().settings().maxUploads(), session::readFailed);
    }

    Fetching fetching() {
        return fetching;
    }

    void found(InetSocketAddress address) {
        if (!session.node().isSelf(address)) {
            addresses.add(address, System.nanoTime());
            call();
        }
    }

    boolean knowsAddresses() {
        return addresses.size() > 0;
    }

    /** Returns whether nobody is connected who has something for us; for a seed, nobody at all. */
    boolean isAlone() {
        return session.isFetching() ? peers.values().stream().noneMatch(p -> p.areWeInterested) : peers.isEmpty();
    }

    private void call() {
        int room = Math.min(
                CALLS_AT_A_TIME - calls.size(),
                session.node().settings().maxConnections() - peers.size() - calls.size());
        if (isClosed || room <= 0) {
            return;
        }
        for (InetSocketAddress address : addresses.due(room, System.nanoTime())) {
            Link link = session.node().connect(address, this);
            calls.put(link, address);
        }
    }

    // ---- the network's side ----

    @Override
    public void connected(Link link) {
        link.send(session.node().framework().handshake(session.torrentId()));
    }

    @Override
    public void handshake(Link link, Handshake handshake) {
        synchronized (session) {
            if (!handshake.getTorrentId().equals(session.torrentId())) {
                throw new InvalidMessageException("handshake of another torrent");
            }
            welcome(link, handshake, true);
        }
    }

    /** An incoming connection asked for this torrent; our handshake has not been sent. */
    void accepted(Link link, Handshake handshake) {
        synchronized (session) {
            link.handOver(this);
            if (isClosed || peers.size() >= session.node().settings().maxConnections()) {
                link.close("no room for more connections");
                return;
            }
            RemotePeer known = peers.get(byId.get(handshake.getPeerId()));
            if (known != null && known.isSettled) {
                // It did not know our other connection yet. Refused before our handshake, so that it cannot prefer this
                // one.
                link.close("connected already");
                return;
            }
            link.send(session.node().framework().handshake(session.torrentId()));
            welcome(link, handshake, false);
        }
    }

    private void welcome(Link link, Handshake handshake, boolean isOutgoing) {
        PeerId id = handshake.getPeerId();
        InetSocketAddress called = calls.remove(link);
        if (id.equals(session.node().framework().peerId())) {
            if (called != null) {
                addresses.neverAgain(called);
            }
            link.close("this is ourselves");
            return;
        }
        long now = System.nanoTime();
        RemotePeer known = peers.get(byId.get(id));
        if (known != null) {
            // Both sides dialled. Both keep the connection that the greater peer id made, so that exactly one survives;
            // that is libtorrent's rule.
            boolean isOursGreater =
                    Arrays.compareUnsigned(session.node().framework().peerId().getBytes(), id.getBytes()) > 0;
            if (isOutgoing != isOursGreater) {
                if (called != null) {
                    known.listensAt(called);
                    addresses.connected(called, now);
                }
                link.close("connected already");
                return;
            }
            known.link.close("connected already");
        }
        RemotePeer peer = new RemotePeer(link, isOutgoing, session.ledger().entry(id), clientOf(id), now);
        if (known != null && known.isAddressKnown) {
            peer.listensAt(known.address);
        }
        peers.put(link, peer);
        byId.put(id, link);
        if (called != null) {
            addresses.connected(called, now);
        }
        link.allowMessages(1 + (session.torrent().pieceCount() + 7) / 8);
        if (BtFramework.speaksExtensions(handshake)) {
            link.send(extendedHandshake());
        }
        if (!session.announced().isEmpty()) {
            link.send(
                    new Bitfield(bitfield(session.announced(), session.torrent().pieceCount())));
        }
        LOG.debug("{}: {} ({}) connected", session.torrent(), peer.name(), peer.client);
    }

    private ExtendedHandshake extendedHandshake() {
        return session.node()
                .framework()
                .extendedHandshake()
                .property("v", new BEString(VERSION.getBytes(StandardCharsets.UTF_8)))
                .property("p", new BEInteger(session.node().port()))
                .property("reqq", new BEInteger(2000))
                .property("metadata_size", new BEInteger(metadata.length))
                .property(BLOCK_SIZE_KEY, new BEInteger(OWN_BLOCK_BYTES))
                .build();
    }

    @Override
    public void message(Link link, Message message) {
        synchronized (session) {
            RemotePeer peer = peers.get(link);
            if (peer == null || isClosed) {
                return;
            }
            peer.isSettled = true;
            LOG.trace("{}: {} says {}", session.torrent(), peer.name(), message);
            long now = System.nanoTime();
            if (message instanceof Have have) {
                gained(peer, have.getPieceIndex());
                fetching.fill(peer, peers.values(), now);
            } else if (message instanceof Request request) {
                if (!serving.requested(peer, request)) {
                    throw new InvalidMessageException("request outside of the torrent: " + request);
                }
            } else if (message instanceof Claim claim) {
                if (claim.piece() < 0 || claim.piece() >= session.torrent().pieceCount()) {
                    throw new InvalidMessageException(
                            claim + " of " + session.torrent().pieceCount());
                }
                fetching.claimed(peer, claim.piece(), now);
            } else if (message instanceof Cancel cancel) {
                serving.cancelled(peer, new Block(cancel.getPieceIndex(), cancel.getOffset(), cancel.getLength()));
            } else if (message instanceof Bitfield bitfield) {
                BitSet shown = pieces(bitfield.getBitfield());
                if (!peer.entry.hasShownPieces) {
                    peer.entry.hasShownPieces = true;
                    peer.entry.cameComplete =
                            shown.cardinality() == session.torrent().pieceCount();
                }
                fetching.peerHas(peer, shown);
                noteCompleteness(peer);
            } else if (message instanceof Choke) {
                peer.isChokingUs = true;
                fetching.choked(peer);
            } else if (message instanceof Unchoke) {
                peer.isChokingUs = false;
                peer.lastBlockNs = now;
                fetching.fill(peer, peers.values(), now);
            } else if (message instanceof Interested) {
                serving.interestChanged(peer, true, peers.values(), now);
            } else if (message instanceof NotInterested) {
                serving.interestChanged(peer, false, peers.values(), now);
            } else if (message instanceof ExtendedHandshake extended) {
                learn(peer, extended);
            } else if (message instanceof UtMetadata request) {
                sendMetadata(peer, request);
            } else if (!(message instanceof KeepAlive)) {
                LOG.debug("{}: ignored {}", peer.name(), message);
            }
        }
    }

    private void gained(RemotePeer peer, int piece) {
        if (piece < 0 || piece >= session.torrent().pieceCount()) {
            throw new InvalidMessageException(
                    "have of piece " + piece + " of " + session.torrent().pieceCount());
        }
        peer.entry.hasShownPieces = true;
        fetching.peerGained(peer, piece);
        noteCompleteness(peer);
    }

    private void noteCompleteness(RemotePeer peer) {
        if (peer.has.cardinality() == session.torrent().pieceCount()) {
            peer.entry.wasComplete = true;
            partIfBothComplete(peer);
        }
    }

    private void partIfBothComplete(RemotePeer peer) {
        if (!session.isFetching() && peer.has.cardinality() == session.torrent().pieceCount()) {
            peer.restNs = BOTH_COMPLETE_REST_NS;
            peer.link.close("both are complete");
        }
    }

    private void learn(RemotePeer peer, ExtendedHandshake extended) {
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
        peer.understandsClaims = extended.getSupportedMessageTypes().contains(Claim.NAME);
        integer(data.get("reqq")).ifPresent(count -> peer.mostRequests = Math.max(1, Math.min(2000, count)));
        integer(data.get(BLOCK_SIZE_KEY))
                .ifPresent(bytes -> peer.blockBytes = Math.max(
                        RemotePeer.COMMON_BLOCK_BYTES,
                        Math.min(OWN_BLOCK_BYTES, Integer.highestOneBit(Math.max(1, bytes)))));
        integer(data.get("p")).filter(port -> port > 0 && port <= 65535).ifPresent(port -> {
            if (!peer.isAddressKnown) {
                peer.listensAt(new InetSocketAddress(peer.link.remote().getAddress(), port));
                addresses.connected(peer.address, System.nanoTime());
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

    private void sendMetadata(RemotePeer peer, UtMetadata request) {
        if (request.getType() != UtMetadata.Type.REQUEST) {
            return;
        }
        long start = (long) request.getPieceIndex() * METADATA_PIECE_BYTES;
        if (start < 0 || start >= metadata.length || session.torrent().isPrivate()) {
            peer.link.send(UtMetadata.reject(request.getPieceIndex()));
            return;
        }
        int end = (int) Math.min(metadata.length, start + METADATA_PIECE_BYTES);
        peer.link.send(UtMetadata.data(
                request.getPieceIndex(), metadata.length, Arrays.copyOfRange(metadata, (int) start, end)));
    }

    @Override
    public ByteBuffer blockBegins(Link link, int piece, int offsetBytes, int lengthBytes) {
        synchronized (session) {
            RemotePeer peer = peers.get(link);
            if (peer == null || isClosed) {
                return null;
            }
            peer.receivedBytes += lengthBytes;
            if (peer.receivedBytes > peer.requestedBytes + MOST_UNASKED_BYTES) {
                throw new InvalidMessageException("blocks that nobody asked for");
            }
            if (!session.isFetching()) {
                return null;
            }
            ByteBuffer target = fetching.blockBegins(peer, new Block(piece, offsetBytes, lengthBytes));
            taken.put(link, target != null);
            return target;
        }
    }

    @Override
    public void blockArrived(Link link, int piece, int offsetBytes, int lengthBytes) {
        synchronized (session) {
            RemotePeer peer = peers.get(link);
            if (peer == null || isClosed) {
                return;
            }
            long now = System.nanoTime();
            session.countDownload(lengthBytes, now);
            fetching.blockArrived(
                    peer,
                    new Block(piece, offsetBytes, lengthBytes),
                    Boolean.TRUE.equals(taken.remove(link)),
                    peers.values(),
                    now);
        }
    }

    @Override
    public void blockSent(Link link, int lengthBytes) {
        synchronized (session) {
            RemotePeer peer = peers.get(link);
            if (peer == null) {
                return;
            }
            long now = System.nanoTime();
            peer.lastTakenNs = now;
            peer.upload.add(lengthBytes, now);
            peer.entry.uploadedBytes += lengthBytes;
            session.countUpload(lengthBytes, now);
            serving.pump(peer);
        }
    }

    @Override
    public void closed(Link link, String reason) {
        synchronized (session) {
            long now = System.nanoTime();
            InetSocketAddress called = calls.remove(link);
            if (called != null && !peers.containsKey(link)) {
                addresses.ended(called, true, now);
            }
            forget(link, reason, now);
            if (!isClosed) {
                fetching.fillAll(peers.values(), now);
            }
        }
    }

    /** Only after the link is closed: until then its thread may be putting a block into memory. */
    private void forget(Link link, String reason, long now) {
        RemotePeer peer = peers.remove(link);
        taken.remove(link);
        if (peer != null) {
            byId.values().remove(link);
            fetching.peerWent(peer);
            peer.isServed = false;
            boolean isConnectedOtherwise =
                    peers.values().stream().anyMatch(other -> other.address.equals(peer.address));
            if (!isConnectedOtherwise) {
                addresses.ended(peer.address, false, now);
            }
            if (peer.restNs > 0) {
                addresses.restUntil(peer.address, now + peer.restNs);
            }
            serving.rechoke(peers.values(), now);
            LOG.debug("{}: {} ({}) left: {}", session.torrent(), peer.name(), peer.client, reason);
        }
    }

    // ---- the session's side ----

    // Also those that hold the piece: a seeder counts copies, and shows how far each target is.
    void tellAll(Message message) {
        for (RemotePeer peer : peers.values()) {
            peer.link.send(message);
        }
    }

    void fillAll() {
        fetching.fillAll(peers.values(), System.nanoTime());
    }

    void pieceRejected(int piece) {
        Collection<RemotePeer> senders = fetching.pieceRejected(piece);
        for (RemotePeer peer : senders) {
            peer.entry.badPieces++;
            String what = "piece " + piece + " from " + peer.name() + " did not have its hash"
                    + (senders.size() > 1 ? " (" + senders.size() + " peers sent parts of it)" : "");
            LOG.warn("{}: {}", session.torrent(), what);
            session.say(what);
            // Alone with it, the peer is at fault; among several it may be innocent a few times.
            if (senders.size() == 1 || peer.entry.badPieces >= BAD_PIECES) {
                peer.restNs = BAD_PEER_REST_NS;
                peer.link.close("sent data that does not have its hash");
            }
        }
        fillAll();
    }

    /** Returns whether a target, not only a seeder, has the piece. */
    boolean isHeldByAnotherTarget(int piece) {
        return peers.values().stream().anyMatch(peer -> !peer.entry.cameComplete && peer.has.get(piece));
    }

    /** A piece that was announced cannot be served any more; who lacks it learns that by connecting again. */
    void withdraw(int piece) {
        peers.forEach((link, peer) -> {
            if (!peer.has.get(piece)) {
                link.close("piece " + piece + " cannot be read any more");
            }
        });
    }

    void becameSeed() {
        for (RemotePeer peer : List.copyOf(peers.values())) {
            fetching.updateInterest(peer);
            noteCompleteness(peer);
        }
    }

    void tick(long nowNs) {
        if (isClosed) {
            return;
        }
        if (session.isFetching()) {
            fetching.tick(peers.values(), nowNs);
        }
        if (nowNs - lastSlowTickNs < SECOND_NS) {
            return;
        }
        lastSlowTickNs = nowNs;
        call();
        serving.rechoke(peers.values(), nowNs);
        for (Link link : List.copyOf(calls.keySet())) {
            if (nowNs - link.createdNs() > HANDSHAKE_NS) {
                link.close("no handshake");
            }
        }
        for (RemotePeer peer : List.copyOf(peers.values())) {
            serving.pump(peer);
            if (session.isFetching()) {
                fetching.updateInterest(peer);
            }
            if (nowNs - peer.link.lastReceivedNs() > SILENT_NS) {
                peer.link.close("silent for too long");
            } else if (nowNs - peer.link.lastSentNs() > KEEP_ALIVE_NS) {
                peer.link.send(KeepAlive.instance());
            }
        }
    }

    void closeAll(String reason) {
        synchronized (session) {
            isClosed = true;
            peers.keySet().forEach(link -> link.close(reason));
            calls.keySet().forEach(link -> link.close(reason));
        }
    }

    List<PeerStatus> statuses(long nowNs) {
        List<PeerStatus> statuses = new ArrayList<>(peers.size());
        int pieces = session.torrent().pieceCount();
        for (RemotePeer peer : peers.values()) {
            statuses.add(new PeerStatus(
                    peer.address,
                    peer.client,
                    pieces == 0 ? 1 : (double) peer.has.cardinality() / pieces,
                    peer.download.rate(nowNs),
                    peer.upload.rate(nowNs),
                    peer.entry.downloadedBytes,
                    peer.entry.uploadedBytes,
                    Duration.ofNanos(nowNs - peer.link.createdNs())));
        }
        return statuses;
    }

    private BitSet pieces(byte[] bitfield) {
        int count = session.torrent().pieceCount();
        if (bitfield.length != (count + 7) / 8) {
            throw new InvalidMessageException("bitfield of " + bitfield.length + " bytes for " + count + " pieces");
        }
        BitSet pieces = new BitSet(count);
        for (int piece = 0; piece < count; piece++) {
            if ((bitfield[piece / 8] & 0x80 >> piece % 8) != 0) {
                pieces.set(piece);
            }
        }
        if (count % 8 != 0 && (bitfield[count / 8] & 0xff >> count % 8) != 0) {
            throw new InvalidMessageException("bitfield with spare bits set");
        }
        return pieces;
    }

    private static byte[] bitfield(BitSet pieces, int count) {
        byte[] bitfield = new byte[(count + 7) / 8];
        pieces.stream().forEach(piece -> bitfield[piece / 8] |= (byte) (0x80 >> piece % 8));
        return bitfield;
    }

    /** Returns the program behind a peer id of the usual form, "-LT2080-…"; else "unknown". */
    private static String clientOf(PeerId id) {
        byte[] bytes = id.getBytes();
        String start = new String(bytes, 0, 8, StandardCharsets.ISO_8859_1);
        return start.matches("-[A-Za-z~]{2}[0-9A-Za-z.]{4}-") ? start.substring(1, 7) : "unknown";
    }
}
