package ezio.recipe.run;

import ezio.core.problem.Problem;
import ezio.core.progress.Progress;
import ezio.core.swarm.PeerAccount;
import ezio.core.swarm.PeerStatus;
import ezio.core.swarm.TransferStatus;
import ezio.core.torrent.InfoHash;
import ezio.verb.live.Resumption;
import ezio.verb.live.SwarmImage;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An image on a node, here or elsewhere. */
final class ImageOffer implements Offer {

    private final String imageName;
    private final SwarmImage image;
    private final Set<InetAddress> ownAddresses;
    private final Optional<String> node;
    private final boolean mayLeave;
    private volatile boolean isStopped;

    private ImageOffer(
            String imageName,
            SwarmImage image,
            Set<InetAddress> ownAddresses,
            Optional<String> node,
            boolean mayLeave) {
        this.imageName = imageName;
        this.image = image;
        this.ownAddresses = ownAddresses;
        this.node = node;
        this.mayLeave = mayLeave;
    }

    /** Makes one of an image on a node of this program. */
    static ImageOffer here(String imageName, SwarmImage image, Set<InetAddress> ownAddresses) {
        return new ImageOffer(imageName, image, ownAddresses, Optional.empty(), true);
    }

    /**
     * Makes one of an image on a node that others can reach too.
     *
     * @param node its name in the recipe
     * @param mayLeave whether it has a stop rule; else somebody has stopped it who is not this run
     */
    static ImageOffer elsewhere(String imageName, SwarmImage image, String node, boolean mayLeave) {
        // The addresses that count as one machine there are not known here.
        return new ImageOffer(imageName, image, Set.of(), Optional.of(node), mayLeave);
    }

    @Override
    public String imageName() {
        return imageName;
    }

    @Override
    public InfoHash infoHash() {
        return image.infoHash();
    }

    @Override
    public Path path() {
        return image.path();
    }

    @Override
    public long totalBytes() {
        return image.status().bytesTotal();
    }

    @Override
    public Optional<Resumption> resumption() {
        return image.resumption();
    }

    @Override
    public OfferStatus status() {
        TransferStatus status = image.status();
        Progress progress =
                new Progress(imageName, status.bytesHeld(), status.bytesTotal(), status.download(), status.timeLeft());
        // Complete is what was recorded too, so that a run that goes on finds it.
        boolean isDone = image.isComplete();
        OfferStatus.State state =
                switch (status.state()) {
                    case FAILED -> OfferStatus.State.FAILED;
                    case STOPPED -> isLost() ? OfferStatus.State.FAILED : OfferStatus.State.GONE;
                    default -> isDone ? OfferStatus.State.COMPLETE : OfferStatus.State.UNDER_WAY;
                };
        return new OfferStatus(
                state,
                progress,
                status.uploadedBytes(),
                status.downloadedBytes(),
                status.sinceLastUpload(),
                peers(status),
                status.note(),
                failure(status));
    }

    private boolean isLost() {
        return !mayLeave && !isStopped;
    }

    private Optional<Problem> failure(TransferStatus status) {
        if (status.state() == TransferStatus.State.STOPPED && isLost()) {
            return Optional.of(NodeFailure.left(node.orElse(""), imageName));
        }
        return status.failure().map(problem -> node.<Problem>map(name -> NodeFailure.of(name, problem))
                .orElse(problem));
    }

    private List<PeerView> peers(TransferStatus status) {
        Map<Machine, PeerView> machines = new HashMap<>();
        for (PeerAccount account : image.accounts()) {
            Machine machine = Machine.of(account.address(), ownAddresses);
            machines.merge(
                    machine,
                    new PeerView(
                            machine,
                            false,
                            account.wasComplete() ? 1 : 0,
                            account.wasComplete(),
                            account.downloadedBytes(),
                            account.uploadedBytes()),
                    PeerView::with);
        }
        for (PeerStatus peer : status.peers()) {
            Machine machine = Machine.of(peer.address(), ownAddresses);
            machines.merge(
                    machine, new PeerView(machine, true, peer.has(), peer.hasEverything(), 0, 0), PeerView::with);
        }
        return new ArrayList<>(machines.values());
    }

    @Override
    public void stop(String reason) {
        // Once it has gone by itself, that is what the report is to say.
        isStopped |= image.status().state() != TransferStatus.State.STOPPED;
        try {
            image.stop(reason);
        } catch (Problem e) {
            throw node.<Problem>map(name -> NodeFailure.of(name, e)).orElse(e);
        }
    }
}
