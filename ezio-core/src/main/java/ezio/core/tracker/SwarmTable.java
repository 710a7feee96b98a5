package ezio.core.tracker;

import ezio.core.torrent.InfoHash;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Who is in which swarm. Bounded, whatever is announced; safe for use by many threads; no call blocks for longer than
 * a look at every peer takes. Without I/O and without a clock: {@code nowNs} counts nanoseconds from anywhere and
 * never goes back.
 */
final class SwarmTable {

    // All peers are looked at in search of silent ones, but not at the rate of those who ask.
    private static final long SWEEP_NS = Duration.ofSeconds(1).toNanos();

    private record Completion(InfoHash infoHash, PeerId peerId) {}

    private final AnnouncePolicy policy;
    private final SwarmLimits limits;
    private final Optional<Set<InfoHash>> allowed;
    private final Random random;
    // In the order of the last announce, so that the empty swarm that gives way is the oldest.
    private final Map<InfoHash, Swarm> swarms = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<Completion> completions;
    private int peers;
    private long sweptNs;

    SwarmTable(AnnouncePolicy policy, SwarmLimits limits, Optional<Set<InfoHash>> allowed, Random random, long nowNs) {
        this.policy = policy;
        this.limits = limits;
        this.allowed = allowed.map(Set::copyOf);
        this.random = random;
        this.sweptNs = nowNs;
        this.completions = Collections.newSetFromMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Completion, Boolean> eldest) {
                return size() > limits.peers();
            }
        });
    }

    /**
     * Takes over what a peer says about itself, and returns whom it may connect to: never itself, no seeds for a seed,
     * chosen at random.
     *
     * @throws Refused for a torrent that is not served here, and when the table is full
     */
    synchronized AnnounceReply announce(Announce announce, long nowNs) throws Refused {
        InfoHash infoHash = announce.infoHash();
        if (allowed.isPresent() && !allowed.get().contains(infoHash)) {
            throw Refused.notServed(infoHash);
        }
        Swarm swarm = swarms.get(infoHash);
        if (swarm == null) {
            swarm = new Swarm(policy, random, nowNs);
            if (announce.event() == Announce.Event.STOPPED) {
                return swarm.reply(announce, nowNs);
            }
            makeRoomForTorrent(nowNs);
        }
        expire(swarm, nowNs);
        if (swarm.isJoin(announce)) {
            makeRoomForPeer(infoHash, swarm, nowNs);
        }
        swarms.put(infoHash, swarm);
        if (swarm.isCompletion(announce) && completions.add(new Completion(infoHash, announce.peerId()))) {
            swarm.countCompletion();
        }
        peers -= swarm.size();
        swarm.update(announce, nowNs);
        peers += swarm.size();
        return swarm.reply(announce, nowNs);
    }

    /**
     * Returns the counts of every torrent that was announced, in no particular order. A peer that is gone may be in
     * them for a second more.
     */
    synchronized Map<InfoHash, TorrentCounts> counts(long nowNs) {
        Map<InfoHash, TorrentCounts> counts = new LinkedHashMap<>();
        sweep(nowNs);
        swarms.forEach((infoHash, swarm) -> counts.put(infoHash, swarm.counts()));
        return counts;
    }

    /** Returns the peers of a torrent; none for one that was never announced. */
    synchronized List<TrackedPeer> peers(InfoHash infoHash, long nowNs) {
        Swarm swarm = swarms.get(infoHash);
        if (swarm == null) {
            return List.of();
        }
        expire(swarm, nowNs);
        return swarm.tracked(nowNs);
    }

    private void expire(Swarm swarm, long nowNs) {
        peers -= swarm.size();
        swarm.expire(nowNs);
        peers += swarm.size();
    }

    private void makeRoomForTorrent(long nowNs) throws Refused {
        if (swarms.size() < limits.torrents()) {
            return;
        }
        sweep(nowNs);
        for (Iterator<Swarm> each = swarms.values().iterator(); each.hasNext(); ) {
            if (each.next().size() == 0) {
                each.remove();
                return;
            }
        }
        throw Refused.tooManyTorrents(limits.torrents());
    }

    private void makeRoomForPeer(InfoHash infoHash, Swarm swarm, long nowNs) throws Refused {
        if (swarm.size() >= limits.peersPerTorrent()) {
            throw Refused.tooManyPeers(infoHash, limits.peersPerTorrent());
        }
        if (peers >= limits.peers()) {
            sweep(nowNs);
        }
        if (peers >= limits.peers()) {
            throw Refused.tooManyPeers(limits.peers());
        }
    }

    private void sweep(long nowNs) {
        if (nowNs - sweptNs >= SWEEP_NS) {
            sweptNs = nowNs;
            swarms.values().forEach(swarm -> expire(swarm, nowNs));
        }
    }
}
