package ezio.verb.live;

import ezio.core.swarm.StopRule;
import ezio.core.torrent.TorrentSpec;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * An image that is to be seeded.
 *
 * @param path a device, an image file, a directory of slices, an image of partclone's, or a directory of Clonezilla's
 * @param asSlices whether {@code path} is known to be a directory of slices
 * @param stopRule when it leaves the node by itself
 * @param peers to connect to, beside those that trackers name
 * @param maxUploads peers that are served at the same time; empty for the node's
 * @param maxConnections empty for the node's
 * @param threads that hash before it is seeded, where that is needed; 1 or more
 */
public record SeedOrder(
        TorrentSpec torrent,
        Path path,
        boolean asSlices,
        Doubt doubt,
        StopRule stopRule,
        List<InetSocketAddress> peers,
        OptionalInt maxUploads,
        OptionalInt maxConnections,
        int threads) {

    public SeedOrder {
        peers = List.copyOf(peers);
    }

    /** Returns an order to seed until told to stop, hashed first unless it is known. */
    public static SeedOrder of(TorrentSpec torrent, Path path) {
        return new SeedOrder(
                torrent,
                path,
                false,
                Doubt.AS_KNOWN,
                StopRule.NEVER,
                List.of(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Runtime.getRuntime().availableProcessors());
    }

    public SeedOrder withSlices(boolean newAsSlices) {
        return new SeedOrder(torrent, path, newAsSlices, doubt, stopRule, peers, maxUploads, maxConnections, threads);
    }

    public SeedOrder withDoubt(Doubt newDoubt) {
        return new SeedOrder(torrent, path, asSlices, newDoubt, stopRule, peers, maxUploads, maxConnections, threads);
    }

    public SeedOrder withStopRule(StopRule newRule) {
        return new SeedOrder(torrent, path, asSlices, doubt, newRule, peers, maxUploads, maxConnections, threads);
    }

    public SeedOrder withPeers(List<InetSocketAddress> newPeers) {
        return new SeedOrder(torrent, path, asSlices, doubt, stopRule, newPeers, maxUploads, maxConnections, threads);
    }

    public SeedOrder withLimits(OptionalInt uploads, OptionalInt connections) {
        return new SeedOrder(torrent, path, asSlices, doubt, stopRule, peers, uploads, connections, threads);
    }

    public SeedOrder withThreads(int newThreads) {
        return new SeedOrder(torrent, path, asSlices, doubt, stopRule, peers, maxUploads, maxConnections, newThreads);
    }
}
