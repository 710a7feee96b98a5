package ezio.core.swarm;

import bt.net.PeerId;
import bt.protocol.Message;
import ezio.core.swarm.policy.ConnectPolicy;
import ezio.core.swarm.policy.ConnectionRoom;
import ezio.core.swarm.wire.Link;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The connected peers of one session, one connection each. Guarded by the session. */
final class Roster {

    private final Map<Link, RemotePeer> peers = new LinkedHashMap<>();
    private final Map<PeerId, Link> byId = new HashMap<>();

    /** Returns the peers; a live view. */
    Collection<RemotePeer> all() {
        return peers.values();
    }

    int size() {
        return peers.size();
    }

    /** Returns how many there are without those that are being hung up on. */
    int staying() {
        return (int) peers.values().stream().filter(peer -> !peer.isLeaving).count();
    }

    /**
     * Hangs up on a peer that is of no use.
     *
     * @param areWeFetching else we are complete
     * @return false if all are of use
     */
    boolean makeRoom(boolean areWeFetching, long nowNs) {
        Optional<RemotePeer> leastUseful = ConnectionRoom.leastUseful(
                peers.values().stream()
                        .filter(peer -> !peer.isLeaving)
                        .map(peer -> candidate(peer, areWeFetching, nowNs))
                        .toList(),
                nowNs);
        leastUseful.ifPresent(peer -> {
            peer.isLeaving = true;
            peer.restNs = ConnectPolicy.USELESS_PEER_REST_NS;
            peer.link.close("makes room for another peer");
        });
        return leastUseful.isPresent();
    }

    private static ConnectionRoom.Candidate<RemotePeer> candidate(RemotePeer peer, boolean areWeFetching, long nowNs) {
        return new ConnectionRoom.Candidate<>(
                peer,
                peer.link.remote().getAddress(),
                peer.link.createdNs(),
                peer.isSettled,
                peer.areWeInterested(),
                peer.isInterestedInUs(),
                peer.unusedNs(nowNs),
                !areWeFetching && peer.entry.wasComplete);
    }

    /** Returns who is at the other end; null if nobody is, or is no more. */
    RemotePeer at(Link link) {
        return peers.get(link);
    }

    /** Returns the connected peer with this id, or null. */
    RemotePeer with(PeerId id) {
        return peers.get(byId.get(id));
    }

    void add(PeerId id, RemotePeer peer) {
        peers.put(peer.link, peer);
        byId.put(id, peer.link);
    }

    /** Returns who it was, or null. */
    RemotePeer remove(Link link) {
        RemotePeer peer = peers.remove(link);
        if (peer != null) {
            byId.values().remove(link);
        }
        return peer;
    }

    boolean isConnectedTo(InetSocketAddress address) {
        return peers.values().stream().anyMatch(peer -> peer.address.equals(address));
    }

    /** Returns whether a target, not only a seeder, has the piece. */
    boolean isHeldByTarget(int piece) {
        return peers.values().stream().anyMatch(peer -> !peer.isSeeder() && peer.has(piece));
    }

    // Also those that hold the piece: a seeder counts copies, and shows how far each target is.
    void tellAll(Message message) {
        for (RemotePeer peer : peers.values()) {
            peer.link.send(message);
        }
    }

    void closeAll(String reason) {
        peers.keySet().forEach(link -> link.close(reason));
    }

    List<PeerStatus> statuses(int pieces, long nowNs) {
        List<PeerStatus> statuses = new ArrayList<>(peers.size());
        for (RemotePeer peer : peers.values()) {
            statuses.add(new PeerStatus(
                    peer.address,
                    peer.client,
                    pieces == 0 ? 1 : (double) peer.pieceCount() / pieces,
                    peer.download().rate(nowNs),
                    peer.upload().rate(nowNs),
                    peer.entry.downloadedBytes,
                    peer.entry.uploadedBytes,
                    Duration.ofNanos(nowNs - peer.link.createdNs())));
        }
        return statuses;
    }
}
