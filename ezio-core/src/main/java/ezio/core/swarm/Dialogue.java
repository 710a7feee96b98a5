package ezio.core.swarm;

import bt.magnet.UtMetadata;
import bt.protocol.Bitfield;
import bt.protocol.Cancel;
import bt.protocol.Choke;
import bt.protocol.Have;
import bt.protocol.Interested;
import bt.protocol.InvalidMessageException;
import bt.protocol.KeepAlive;
import bt.protocol.Message;
import bt.protocol.NotInterested;
import bt.protocol.Request;
import bt.protocol.Unchoke;
import bt.protocol.extended.ExtendedHandshake;
import ezio.core.swarm.policy.ConnectPolicy;
import ezio.core.swarm.policy.FetchPolicy;
import ezio.core.swarm.policy.Parts;
import ezio.core.swarm.policy.RequestPlan.Block;
import ezio.core.swarm.policy.ServePolicy;
import ezio.core.swarm.wire.Claim;
import ezio.core.swarm.wire.HaveParts;
import ezio.core.swarm.wire.PeerExchange;
import java.util.BitSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each message of a peer leads to. Guarded by the session. */
final class Dialogue {

    private static final Logger LOG = LoggerFactory.getLogger(Dialogue.class);

    private final Session session;
    private final Roster roster;
    private final Greeting greeting;
    private final Metadata metadata;
    private final Gossip gossip;
    private final FetchPolicy<RemotePeer> fetching;
    private final Serving serving;

    Dialogue(
            Session session,
            Roster roster,
            Greeting greeting,
            Metadata metadata,
            Gossip gossip,
            Fetching fetching,
            Serving serving) {
        this.session = session;
        this.roster = roster;
        this.greeting = greeting;
        this.metadata = metadata;
        this.gossip = gossip;
        this.fetching = fetching.policy();
        this.serving = serving;
    }

    /**
     * @throws InvalidMessageException if the message breaks the protocol, which ends the connection
     */
    void heard(RemotePeer peer, Message message, long nowNs) {
        ServePolicy<RemotePeer> uploads = serving.policy();
        if (message instanceof Have have) {
            checkPiece(have.getPieceIndex(), "have");
            peer.entry.hasShownPieces = true;
            fetching.peerGained(peer, have.getPieceIndex());
            noteCompleteness(peer);
            fetching.fill(peer, roster.all(), nowNs);
        } else if (message instanceof Request request) {
            if (!serving.requested(
                    peer, new Block(request.getPieceIndex(), request.getOffset(), request.getLength()))) {
                throw new InvalidMessageException("request outside of the torrent: " + request);
            }
        } else if (message instanceof Claim claim) {
            checkPiece(claim.piece(), "claim");
            fetching.claimed(peer, claim.piece(), roster.all(), nowNs);
        } else if (message instanceof HaveParts news) {
            checkParts(news);
            news.parts().forEach((piece, held) -> fetching.peerGainedParts(peer, piece, held));
            fetching.fill(peer, roster.all(), nowNs);
        } else if (message instanceof Cancel cancel) {
            uploads.cancelled(peer, new Block(cancel.getPieceIndex(), cancel.getOffset(), cancel.getLength()));
        } else if (message instanceof Bitfield bitfield) {
            shown(
                    peer,
                    Bitfields.parse(bitfield.getBitfield(), session.torrent().pieceCount()));
        } else if (message instanceof Choke) {
            fetching.choked(peer);
        } else if (message instanceof Unchoke) {
            fetching.unchoked(peer, roster.all(), nowNs);
        } else if (message instanceof Interested) {
            uploads.interestChanged(peer, true, roster.all(), nowNs);
        } else if (message instanceof NotInterested) {
            uploads.interestChanged(peer, false, roster.all(), nowNs);
        } else if (message instanceof ExtendedHandshake extended) {
            greeting.learn(peer, extended);
            fetching.introduce(peer);
            gossip.introduced(peer, extended.getSupportedMessageTypes().contains(PeerExchange.NAME), nowNs);
        } else if (message instanceof PeerExchange news) {
            gossip.heard(peer, news);
        } else if (message instanceof UtMetadata request) {
            metadata.answer(request).ifPresent(peer.link::send);
        } else if (!(message instanceof KeepAlive)) {
            LOG.debug("{}: ignored {}", peer.name(), message);
        }
    }

    private void checkPiece(int piece, String what) {
        int count = session.torrent().pieceCount();
        if (piece < 0 || piece >= count) {
            throw new InvalidMessageException(what + " of piece " + piece + " of " + count);
        }
    }

    private void checkParts(HaveParts news) {
        news.parts().forEach((piece, held) -> {
            checkPiece(piece, "parts");
            if (held.length() > Parts.count(session.torrent().pieceLengthBytes(piece))) {
                throw new InvalidMessageException("part " + (held.length() - 1) + " of piece " + piece);
            }
        });
    }

    private void shown(RemotePeer peer, BitSet pieces) {
        if (!peer.entry.hasShownPieces) {
            peer.entry.hasShownPieces = true;
            peer.entry.cameComplete = pieces.cardinality() == session.torrent().pieceCount();
            peer.isSeeder(peer.entry.cameComplete);
        }
        fetching.peerHas(peer, peer.entry.believed(pieces, System.nanoTime()));
        noteCompleteness(peer);
    }

    /** Takes note of a copy; two that are complete have nothing to say to each other. */
    void noteCompleteness(RemotePeer peer) {
        if (peer.pieceCount() == session.torrent().pieceCount()) {
            if (!peer.entry.wasComplete && !peer.entry.cameComplete) {
                session.options().events().peerComplete(peer.address, peer.client);
            }
            peer.entry.wasComplete = true;
            if (!session.isFetching()) {
                peer.restNs = ConnectPolicy.BOTH_COMPLETE_REST_NS;
                peer.link.close("both are complete");
            }
        }
    }
}
