package ezio.recipe.run;

import ezio.core.progress.Progress;
import ezio.core.swarm.PeerAccount;
import ezio.core.swarm.PeerStatus;
import ezio.core.swarm.TransferStatus;
import ezio.core.torrent.InfoHash;
import ezio.verb.live.LiveImage;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An image on a node of this program. */
final class LocalOffer implements Offer {

    private final String imageName;
    private final LiveImage image;
    private final Set<InetAddress> ownAddresses;

    LocalOffer(String imageName, LiveImage image, Set<InetAddress> ownAddresses) {
        this.imageName = imageName;
        this.image = image;
        this.ownAddresses = ownAddresses;
    }

    @Override
    public String imageName() {
        return imageName;
    }

    @Override
    public InfoHash infoHash() {
        return image.torrent().infoHash();
    }

    @Override
    public Path path() {
        return image.path();
    }

    @Override
    public long totalBytes() {
        return image.torrent().totalBytes();
    }

    @Override
    public OfferStatus status() {
        TransferStatus status = image.status();
        Progress progress =
                new Progress(imageName, status.bytesHeld(), status.bytesTotal(), status.download(), status.timeLeft());
        // Complete is what was recorded too, so that a run that goes on finds it.
        boolean isDone =
                image.completion().isDone() && !image.completion().isCompletedExceptionally() && status.isComplete();
        OfferStatus.State state =
                switch (status.state()) {
                    case FAILED -> OfferStatus.State.FAILED;
                    case STOPPED -> OfferStatus.State.GONE;
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
                status.failure());
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
        image.stop(reason);
    }
}
