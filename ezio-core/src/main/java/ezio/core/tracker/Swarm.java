package ezio.core.tracker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The peers of one torrent. No I/O and no clock; not safe for use by several threads. */
final class Swarm {

    private final Map<PeerId, Peer> peers = new LinkedHashMap<>();
    private final AnnouncePolicy policy;
    private final Random random;
    private int seeds;
    private long completed;
    private long lastJoinNs;

    Swarm(AnnouncePolicy policy, Random random, long nowNs) {
        this.policy = policy;
        this.random = random;
        this.lastJoinNs = nowNs;
    }

    int size() {
        return peers.size();
    }

    /** Tells whether {@code announce} would add a member. */
    boolean isJoin(Announce announce) {
        return announce.event() != Announce.Event.STOPPED && !peers.containsKey(announce.peerId());
    }

    /** Tells whether the peer has become complete; some clients never say so in so many words. */
    boolean isCompletion(Announce announce) {
        Peer known = peers.get(announce.peerId());
        return announce.isSeed() && (announce.event() == Announce.Event.COMPLETED || known != null && !known.isSeed());
    }

    void countCompletion() {
        completed++;
    }

    /** Adds, changes or removes the peer. */
    void update(Announce announce, long nowNs) {
        if (announce.event() == Announce.Event.STOPPED) {
            remove(announce.peerId());
            return;
        }
        Peer peer = peers.get(announce.peerId());
        if (peer == null) {
            // A client that was started anew has another id, and its old self will never say that it stopped.
            removeAllAt(announce);
            peer = new Peer(announce.peerId());
            peers.put(peer.id(), peer);
            lastJoinNs = nowNs;
        } else if (peer.isSeed()) {
            seeds--;
        }
        peer.update(announce, policy, nowNs);
        if (peer.isSeed()) {
            seeds++;
        }
    }

    /** Returns what the peer is to be told after {@link #update}. */
    AnnounceReply reply(Announce announce, long nowNs) {
        var interval = policy.interval(size(), nowNs - lastJoinNs);
        Peer asker = peers.get(announce.peerId());
        if (asker != null) {
            asker.askToAnnounceAfter(interval);
        }
        return new AnnounceReply(interval, policy.gathering(), counts(), choose(announce));
    }

    /** Removes peers that have been silent for too long. */
    void expire(long nowNs) {
        List<PeerId> gone = peers.values().stream()
                .filter(peer -> peer.isGone(policy, nowNs))
                .map(Peer::id)
                .toList();
        gone.forEach(this::remove);
    }

    TorrentCounts counts() {
        return new TorrentCounts(seeds, size() - seeds, completed);
    }

    List<TrackedPeer> tracked(long nowNs) {
        return peers.values().stream().map(peer -> peer.tracked(nowNs)).toList();
    }

    private List<AnnounceReply.Found> choose(Announce announce) {
        if (announce.wanted() == 0 || announce.event() == Announce.Event.STOPPED) {
            return List.of();
        }
        List<AnnounceReply.Found> found = new ArrayList<>();
        for (Peer peer : peers.values()) {
            boolean isUseless = announce.isSeed() && peer.isSeed();
            if (!isUseless && !peer.id().equals(announce.peerId())) {
                peer.addressFor(announce)
                        .map(address -> new AnnounceReply.Found(peer.id(), address))
                        .ifPresent(found::add);
            }
        }
        Collections.shuffle(found, random);
        return List.copyOf(found.subList(0, Math.min(announce.wanted(), found.size())));
    }

    private void removeAllAt(Announce announce) {
        List<PeerId> old = peers.values().stream()
                .filter(peer -> peer.isAt(announce.address()))
                .map(Peer::id)
                .toList();
        old.forEach(this::remove);
    }

    private void remove(PeerId id) {
        Peer removed = peers.remove(id);
        if (removed != null && removed.isSeed()) {
            seeds--;
        }
    }
}
