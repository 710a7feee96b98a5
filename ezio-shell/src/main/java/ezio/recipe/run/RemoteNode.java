package ezio.recipe.run;

import ezio.core.problem.Problem;
import ezio.core.swarm.StopRule;
import ezio.core.torrent.ImageCheck;
import ezio.core.torrent.TorrentSpec;
import ezio.daemon.DaemonNode;
import ezio.recipe.plan.CaptureStep;
import ezio.recipe.plan.CreateTorrentStep;
import ezio.recipe.plan.PlannedImage;
import ezio.recipe.plan.RestoreStep;
import ezio.recipe.plan.SeedStep;
import ezio.recipe.plan.VerifyStep;
import ezio.verb.live.CheckOrder;
import ezio.verb.live.OpeningListener;
import ezio.verb.live.SwarmImage;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that a daemon runs, on another machine or on this one. What the run puts on it ends with the run; what goes wrong
 * there is told with the node's name.
 */
final class RemoteNode implements RecipeNode {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteNode.class);

    private final String name;
    private final DaemonNode node;
    private final RunSettings settings;
    private final Trackers trackers;
    private final RunTorrents torrents;
    private final List<InetSocketAddress> peers;
    private final List<Offer> offers = new CopyOnWriteArrayList<>();

    /**
     * @param node becomes this one's to close
     * @param peers to connect to
     */
    RemoteNode(
            String name,
            DaemonNode node,
            RunSettings settings,
            Trackers trackers,
            RunTorrents torrents,
            List<InetSocketAddress> peers) {
        this.name = name;
        this.node = node;
        this.settings = settings;
        this.trackers = trackers;
        this.torrents = torrents;
        this.peers = List.copyOf(peers);
    }

    private <T> T named(Supplier<T> work) {
        try {
            return work.get();
        } catch (NodeFailure e) {
            throw e;
        } catch (Problem e) {
            throw NodeFailure.of(name, e);
        }
    }

    @Override
    public void capture(CaptureStep step, PlannedImage image, StepWork work) {
        throw NodeFailure.cannot(name, "capture");
    }

    @Override
    public void createTorrent(CreateTorrentStep step, PlannedImage image, StepWork work) {
        throw NodeFailure.cannot(name, "make torrents");
    }

    @Override
    public Offer seed(SeedStep step, PlannedImage image, StepWork work) {
        TorrentSpec torrent = trackers.publish(torrents.load(image, work), work);
        boolean mayLeave = !step.stopRule().equals(StopRule.NEVER);
        return named(() -> adopt(image, torrent, work)
                .or(() -> node
                        .seed(
                                List.of(StepOrders.seed(step, image, torrent, image.path(), peers, settings)),
                                order -> OpeningListener.NONE,
                                work.cancel())
                        .stream()
                        .findFirst())
                .map(there -> offer(image, there, mayLeave))
                .orElseThrow());
    }

    @Override
    public Offer restore(RestoreStep step, PlannedImage image, StepWork work) {
        TorrentSpec torrent = trackers.announced(torrents.load(image, work));
        return named(
                () -> adopt(image, torrent, work)
                        .or(() -> node
                                .restore(
                                        List.of(StepOrders.restore(step, image, torrent, peers, settings)),
                                        work.cancel())
                                .stream()
                                .findFirst())
                        .map(there -> offer(image, there, false))
                        .orElseThrow());
    }

    /** Takes over what an earlier run, or somebody else, put on the node: the same image at the same place. */
    private Optional<SwarmImage> adopt(PlannedImage image, TorrentSpec torrent, StepWork work) {
        Optional<SwarmImage> there = node.images().stream()
                .filter(found -> found.infoHash().equals(torrent.infoHash()))
                .filter(found -> found.path().equals(image.path()))
                .filter(found -> !found.hasLeft())
                .findFirst();
        there.ifPresent(found -> {
            work.note(image.name() + " is on " + name + " already");
            if (found.status().isPaused()) {
                found.resume();
            }
        });
        return there;
    }

    private Offer offer(PlannedImage image, SwarmImage there, boolean mayLeave) {
        Offer offer = ImageOffer.elsewhere(image.name(), there, name, mayLeave);
        offers.add(offer);
        return offer;
    }

    @Override
    public void verify(VerifyStep step, PlannedImage image, StepWork work) {
        TorrentSpec torrent = torrents.load(image, work);
        ImageCheck check = named(() -> node.check(
                new CheckOrder(torrent, image.path(), image.location().isSlices(), settings.threads()),
                progress -> work.progressed("checking " + image.name(), progress, java.util.Map.of()),
                work.cancel()));
        work.fact("totalBytes", torrent.totalBytes());
        work.fact("wrongPieces", check.wrongPieces().size());
        named(() -> {
            check.throwIfWrong();
            return null;
        });
    }

    /** What the daemon itself calls complete need not be fetched again. */
    @Override
    public Optional<Offer> offerAgain(RestoreStep step, PlannedImage image, Evidence evidence, StepWork work) {
        TorrentSpec torrent = trackers.announced(torrents.load(image, work));
        if (!torrent.infoHash().equals(evidence.infoHash())) {
            return Optional.empty();
        }
        return named(() ->
                adopt(image, torrent, work).filter(SwarmImage::isComplete).map(there -> offer(image, there, false)));
    }

    @Override
    public boolean isStillSo(PlannedImage image, Evidence evidence) {
        return false;
    }

    @Override
    public void close() {
        for (Offer offer : offers) {
            try {
                offer.stop("the recipe has ended");
            } catch (Problem e) {
                LOG.warn("stopping {} on {}", offer.imageName(), name, e);
            }
        }
        node.close();
    }
}
