package ezio.verb;

import ezio.core.swarm.PeerStatus;
import ezio.core.swarm.TransferStatus;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up what came from which peer, those that have left included. Not safe for use by several threads. */
public final class PeerTally {

    /**
     * What one peer gave.
     *
     * @param isSeed it was never seen with a part only: it had everything before us
     */
    public record Given(InetSocketAddress address, long downloadedBytes, boolean isSeed) {}

    private final Map<InetSocketAddress, Given> peers = new LinkedHashMap<>();

    /** Takes note of the peers that are connected now. */
    void update(TransferStatus status) {
        for (PeerStatus peer : status.peers()) {
            Given before = peers.get(peer.address());
            boolean hasPart = peer.has() > 0 && peer.has() < 1;
            boolean isSeed = before == null ? peer.has() >= 1 : before.isSeed && !hasPart || isFirstSight(before, peer);
            long bytes = Math.max(before == null ? 0 : before.downloadedBytes, peer.downloadedBytes());
            peers.put(peer.address(), new Given(peer.address(), bytes, isSeed));
        }
    }

    /**
     * Shares out what came between the last look and the moment when peers left: a seeder has no reason to stay when
     * there is nothing to fetch any more. In proportion to what each gave before.
     */
    void settle(TransferStatus status) {
        long known = peers.values().stream().mapToLong(Given::downloadedBytes).sum();
        long missing = status.downloadedBytes() - known;
        if (known <= 0 || missing <= 0) {
            return;
        }
        long left = missing;
        for (Given given : all()) {
            // Rounded up, so that the one that gave most takes what division leaves over.
            long share = Math.min(left, (long) Math.ceil((double) missing * given.downloadedBytes / known));
            peers.put(given.address, new Given(given.address, given.downloadedBytes + share, given.isSeed));
            left -= share;
        }
    }

    // A peer is seen before it has said what it holds, and may say "everything" then.
    private static boolean isFirstSight(Given before, PeerStatus peer) {
        return !before.isSeed && before.downloadedBytes == 0 && peer.has() >= 1;
    }

    /** Returns all peers that were ever connected, who gave most first. */
    public List<Given> all() {
        List<Given> sorted = new ArrayList<>(peers.values());
        sorted.sort(Comparator.comparingLong(Given::downloadedBytes).reversed());
        return sorted;
    }

    public long bytesFromSeeds() {
        return peers.values().stream()
                .filter(Given::isSeed)
                .mapToLong(Given::downloadedBytes)
                .sum();
    }

    public long bytesFromOthers() {
        return peers.values().stream()
                .filter(given -> !given.isSeed)
                .mapToLong(Given::downloadedBytes)
                .sum();
    }

    /** Returns how many peers that had everything before us gave something. */
    public long seeds() {
        return peers.values().stream()
                .filter(given -> given.isSeed && given.downloadedBytes > 0)
                .count();
    }
}
