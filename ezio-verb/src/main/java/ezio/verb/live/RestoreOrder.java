package ezio.verb.live;

import ezio.core.disk.Refusal;
import ezio.core.swarm.StopRule;
import ezio.core.torrent.TorrentSpec;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An image that is to be restored.
 *
 * @param path a device, an image file or, with {@code asSlices}, a directory
 * @param overwrite what the user has named to be overwritten
 * @param allowed refusals that do not count
 * @param createBytes the size of an image file that does not exist yet; 0 for as large as the image needs, empty to make
 *     none
 * @param isSequential lowest piece first
 * @param stopRule when it leaves the node by itself, after it is complete
 * @param peers to connect to, beside those that trackers name
 * @param maxUploads peers that are served at the same time; empty for the node's
 * @param maxConnections empty for the node's
 */
public record RestoreOrder(
        TorrentSpec torrent,
        Path path,
        boolean asSlices,
        Set<Path> overwrite,
        Set<Refusal> allowed,
        OptionalLong createBytes,
        Fill fill,
        boolean isSequential,
        StopRule stopRule,
        List<InetSocketAddress> peers,
        OptionalInt maxUploads,
        OptionalInt maxConnections) {

    public RestoreOrder {
        overwrite = Set.copyOf(overwrite);
        allowed = Set.copyOf(allowed);
        peers = List.copyOf(peers);
    }

    /** Returns an order that continues where it can, overwrites nothing, and serves until told to stop. */
    public static RestoreOrder of(TorrentSpec torrent, Path path) {
        return new RestoreOrder(
                torrent,
                path,
                false,
                Set.of(),
                Set.of(),
                OptionalLong.empty(),
                Fill.RESUME,
                false,
                StopRule.NEVER,
                List.of(),
                OptionalInt.empty(),
                OptionalInt.empty());
    }

    public RestoreOrder withSlices(boolean newAsSlices) {
        return new RestoreOrder(
                torrent,
                path,
                newAsSlices,
                overwrite,
                allowed,
                createBytes,
                fill,
                isSequential,
                stopRule,
                peers,
                maxUploads,
                maxConnections);
    }

    public RestoreOrder withOverwrite(Set<Path> named) {
        return new RestoreOrder(
                torrent,
                path,
                asSlices,
                named,
                allowed,
                createBytes,
                fill,
                isSequential,
                stopRule,
                peers,
                maxUploads,
                maxConnections);
    }

    public RestoreOrder withAllowed(Set<Refusal> refusals) {
        return new RestoreOrder(
                torrent,
                path,
                asSlices,
                overwrite,
                refusals,
                createBytes,
                fill,
                isSequential,
                stopRule,
                peers,
                maxUploads,
                maxConnections);
    }

    public RestoreOrder withCreateBytes(OptionalLong bytes) {
        return new RestoreOrder(
                torrent,
                path,
                asSlices,
                overwrite,
                allowed,
                bytes,
                fill,
                isSequential,
                stopRule,
                peers,
                maxUploads,
                maxConnections);
    }

    public RestoreOrder withFill(Fill newFill) {
        return new RestoreOrder(
                torrent,
                path,
                asSlices,
                overwrite,
                allowed,
                createBytes,
                newFill,
                isSequential,
                stopRule,
                peers,
                maxUploads,
                maxConnections);
    }

    public RestoreOrder withSequential(boolean newIsSequential) {
        return new RestoreOrder(
                torrent,
                path,
                asSlices,
                overwrite,
                allowed,
                createBytes,
                fill,
                newIsSequential,
                stopRule,
                peers,
                maxUploads,
                maxConnections);
    }

    public RestoreOrder withStopRule(StopRule newRule) {
        return new RestoreOrder(
                torrent,
                path,
                asSlices,
                overwrite,
                allowed,
                createBytes,
                fill,
                isSequential,
                newRule,
                peers,
                maxUploads,
                maxConnections);
    }

    public RestoreOrder withPeers(List<InetSocketAddress> newPeers) {
        return new RestoreOrder(
                torrent,
                path,
                asSlices,
                overwrite,
                allowed,
                createBytes,
                fill,
                isSequential,
                stopRule,
                newPeers,
                maxUploads,
                maxConnections);
    }

    public RestoreOrder withLimits(OptionalInt uploads, OptionalInt connections) {
        return new RestoreOrder(
                torrent,
                path,
                asSlices,
                overwrite,
                allowed,
                createBytes,
                fill,
                isSequential,
                stopRule,
                peers,
                uploads,
                connections);
    }
}
