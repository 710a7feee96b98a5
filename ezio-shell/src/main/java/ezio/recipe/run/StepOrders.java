package ezio.recipe.run;

import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.ByteSize;
import ezio.recipe.plan.PlannedImage;
import ezio.recipe.plan.RestoreStep;
import ezio.recipe.plan.SeedStep;
import ezio.verb.live.Fill;
import ezio.verb.live.RestoreOrder;
import ezio.verb.live.SeedOrder;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** What steps ask of a node, wherever that is. */
final class StepOrders {

    private StepOrders() {}

    /**
     * @param torrent with the trackers to announce to
     * @param path what is read
     */
    static SeedOrder seed(
            SeedStep step,
            PlannedImage image,
            TorrentSpec torrent,
            Path path,
            List<InetSocketAddress> peers,
            RunSettings settings) {
        return SeedOrder.of(torrent, path)
                .withSlices(image.location().isSlices())
                .withDoubt(step.doubt())
                .withStopRule(step.stopRule())
                .withPeers(peers)
                .withLimits(step.uploads(), step.connections())
                .withThreads(settings.threads());
    }

    /**
     * @param torrent with the trackers to announce to
     */
    static RestoreOrder restore(
            RestoreStep step,
            PlannedImage image,
            TorrentSpec torrent,
            List<InetSocketAddress> peers,
            RunSettings settings) {
        OptionalLong create = step.creates() && !image.location().isSlices()
                ? OptionalLong.of(step.createSize().map(ByteSize::bytes).orElse(0L))
                : OptionalLong.empty();
        return RestoreOrder.of(torrent, image.path())
                .withSlices(image.location().isSlices())
                .withOverwrite(settings.overwrite())
                .withAllowed(step.allowed())
                .withCreateBytes(create)
                .withFill(step.isRechecked() ? Fill.RECHECK : step.isFresh() ? Fill.EMPTY : Fill.RESUME)
                .withSequential(step.isSequential())
                .withPeers(peers)
                .withLimits(step.uploads(), step.connections());
    }
}
