package ezio.recipe.run;

import com.google.protobuf.ByteString;
import ezio.core.disk.Refusal;
import ezio.core.problem.Problem;
import ezio.core.progress.Progress;
import ezio.core.swarm.StopRule;
import ezio.core.torrent.TorrentDownload;
import ezio.core.torrent.TorrentFiles;
import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.daemon.DaemonClient;
import ezio.protocol.node.Doubt;
import ezio.protocol.node.Fill;
import ezio.protocol.node.Image;
import ezio.protocol.node.Limits;
import ezio.protocol.node.RestoreOrder;
import ezio.protocol.node.SeedRequest;
import ezio.protocol.node.VerifyProgress;
import ezio.protocol.node.VerifyRequest;
import ezio.protocol.node.VerifyResult;
import ezio.recipe.plan.CaptureStep;
import ezio.recipe.plan.CreateTorrentStep;
import ezio.recipe.plan.PlannedImage;
import ezio.recipe.plan.RestoreStep;
import ezio.recipe.plan.SeedStep;
import ezio.recipe.plan.TorrentPlace;
import ezio.recipe.plan.VerifyStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node that a daemon runs, on another machine or on this one. What the run puts on it ends with the run. */
final class RemoteNode implements RecipeNode {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteNode.class);

    private final String name;
    private final DaemonClient client;
    private final RunSettings settings;
    private final Trackers trackers;
    private final List<String> peers;
    private final List<RemoteOffer> offers = new CopyOnWriteArrayList<>();

    /**
     * @param client becomes this one's to close
     * @param peers to connect to, HOST:PORT
     */
    RemoteNode(String name, DaemonClient client, RunSettings settings, Trackers trackers, List<String> peers) {
        this.name = name;
        this.client = client;
        this.settings = settings;
        this.trackers = trackers;
        this.peers = List.copyOf(peers);
    }

    @Override
    public void capture(CaptureStep step, PlannedImage image, StepWork work) {
        throw NodeFailure.cannot(name, "capture");
    }

    @Override
    public void createTorrent(CreateTorrentStep step, PlannedImage image, StepWork work) {
        throw NodeFailure.cannot(name, "make torrents");
    }

    private TorrentSpec torrent(PlannedImage image, StepWork work) {
        TorrentSpec torrent = image.torrent() instanceof TorrentPlace.Address address
                ? TorrentDownload.fetch(address.url(), work.cancel())
                : TorrentFiles.read(image.torrent().file().orElseThrow());
        return trackers.announced(torrent);
    }

    @Override
    public Offer seed(SeedStep step, PlannedImage image, StepWork work) {
        TorrentSpec torrent = torrent(image, work);
        Optional<Offer> there = adopt(image, torrent, work);
        if (there.isPresent()) {
            return there.get();
        }
        Image answer = client.seed(
                SeedRequest.newBuilder()
                        .setTorrent(bytes(torrent))
                        .setPath(image.path().toString())
                        .setAsSlices(image.location().isSlices())
                        .setDoubt(Doubt.valueOf(step.doubt().name()))
                        .setStopRule(text(step.stopRule()))
                        .addAllPeers(peers)
                        .setLimits(limits(step.uploads(), step.connections()))
                        .build(),
                work.cancel());
        return offer(image, torrent, answer);
    }

    @Override
    public Offer restore(RestoreStep step, PlannedImage image, StepWork work) {
        TorrentSpec torrent = torrent(image, work);
        Optional<Offer> there = adopt(image, torrent, work);
        if (there.isPresent()) {
            return there.get();
        }
        RestoreOrder.Builder order = RestoreOrder.newBuilder()
                .setTorrent(bytes(torrent))
                .setPath(image.path().toString())
                .setAsSlices(image.location().isSlices())
                .addAllOverwrite(
                        settings.overwrite().stream().map(Path::toString).toList())
                .addAllAllow(step.allowed().stream().map(Refusal::id).toList())
                .setFill(step.isRechecked() ? Fill.RECHECK : step.isFresh() ? Fill.EMPTY : Fill.RESUME)
                .setSequential(step.isSequential())
                .addAllPeers(peers)
                .setLimits(limits(step.uploads(), step.connections()));
        if (step.creates() && !image.location().isSlices()) {
            order.setCreateBytes(step.createSize().map(ByteSize::bytes).orElse(0L));
        }
        return offer(
                image,
                torrent,
                client.restore(List.of(order.build()), work.cancel()).get(0));
    }

    /** Takes over what an earlier run, or somebody else, put on the node: the same image at the same place. */
    private Optional<Offer> adopt(PlannedImage image, TorrentSpec torrent, StepWork work) {
        Optional<Image> there = client.find(torrent.infoHash())
                .filter(found -> found.getPath().equals(image.path().toString()))
                .filter(found -> found.getState() != Image.State.FAILED && found.getState() != Image.State.STOPPED);
        there.ifPresent(found -> work.note(image.name() + " is on " + name + " already"));
        return there.map(found -> offer(image, torrent, found));
    }

    private Offer offer(PlannedImage image, TorrentSpec torrent, Image answer) {
        RemoteOffer offer = new RemoteOffer(name, image.name(), client, torrent.infoHash(), answer);
        offers.add(offer);
        return offer;
    }

    private static ByteString bytes(TorrentSpec torrent) {
        return ByteString.copyFrom(TorrentFiles.encode(torrent));
    }

    private static Limits limits(OptionalInt uploads, OptionalInt connections) {
        return Limits.newBuilder()
                .setMaxUploads(uploads.orElse(0))
                .setMaxConnections(connections.orElse(0))
                .build();
    }

    private static String text(StopRule rule) {
        List<String> parts = new ArrayList<>();
        rule.ratio().ifPresent(ratio -> parts.add("ratio=" + ratio));
        rule.idle().ifPresent(idle -> parts.add("idle=" + idle.toMillis() + "ms"));
        rule.copies().ifPresent(copies -> parts.add("copies=" + copies));
        rule.time().ifPresent(time -> parts.add("time=" + time.toMillis() + "ms"));
        return String.join(",", parts);
    }

    @Override
    public void verify(VerifyStep step, PlannedImage image, StepWork work) {
        TorrentSpec torrent = torrent(image, work);
        VerifyResult result = client.verify(
                VerifyRequest.newBuilder()
                        .setTorrent(bytes(torrent))
                        .setPath(image.path().toString())
                        .setAsSlices(image.location().isSlices())
                        .build(),
                progress -> work.progressed("checking " + image.name(), progress(image, progress), java.util.Map.of()),
                work.cancel());
        work.fact("totalBytes", torrent.totalBytes());
        work.fact("wrongPieces", result.getWrongTotal());
        if (result.getWrongTotal() > 0) {
            throw NodeFailure.wrongPieces(
                    name, image.name(), image.path().toString(), result.getWrongTotal(), result.getPieces());
        }
    }

    private static Progress progress(PlannedImage image, VerifyProgress progress) {
        return new Progress(
                image.name(), progress.getDoneBytes(), progress.getTotalBytes(), Rate.ZERO, Optional.empty());
    }

    /** What the daemon itself calls complete need not be fetched again. */
    @Override
    public Optional<Offer> offerAgain(RestoreStep step, PlannedImage image, Evidence evidence, StepWork work) {
        TorrentSpec torrent = torrent(image, work);
        boolean isComplete = torrent.infoHash().equals(evidence.infoHash())
                && client.find(torrent.infoHash())
                        .filter(found -> found.getState() == Image.State.SEEDING)
                        .isPresent();
        return isComplete ? adopt(image, torrent, work) : Optional.empty();
    }

    @Override
    public boolean isStillSo(PlannedImage image, Evidence evidence) {
        return false;
    }

    @Override
    public void close() {
        for (RemoteOffer offer : offers) {
            try {
                offer.stop("the recipe has ended");
            } catch (Problem e) {
                LOG.warn("stopping {} on {}", offer.imageName(), name, e);
            }
        }
        client.close();
    }
}
