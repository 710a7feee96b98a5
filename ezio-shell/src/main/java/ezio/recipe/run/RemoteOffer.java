package ezio.recipe.run;

import ezio.core.problem.Problem;
import ezio.core.progress.Progress;
import ezio.core.torrent.InfoHash;
import ezio.core.unit.Rate;
import ezio.daemon.DaemonClient;
import ezio.daemon.DaemonUnreachable;
import ezio.protocol.node.Image;
import ezio.protocol.node.Peer;
import ezio.protocol.node.Source;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An image on a node that a daemon runs. */
final class RemoteOffer implements Offer {

    // A switch that restarts takes half a minute; a daemon that is gone for longer is gone.
    private static final long PATIENCE_NS = 60_000_000_000L;

    private final String node;
    private final String imageName;
    private final DaemonClient client;
    private final InfoHash infoHash;
    private final Path path;
    private final long totalBytes;
    private OfferStatus last;
    private long lastNs = System.nanoTime();
    private boolean isStopped;

    RemoteOffer(String node, String imageName, DaemonClient client, InfoHash infoHash, Image first) {
        this.node = node;
        this.imageName = imageName;
        this.client = client;
        this.infoHash = infoHash;
        this.path = Path.of(first.getPath());
        this.totalBytes = first.getTotalBytes();
        this.last = read(first);
    }

    @Override
    public String imageName() {
        return imageName;
    }

    @Override
    public InfoHash infoHash() {
        return infoHash;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public long totalBytes() {
        return totalBytes;
    }

    @Override
    public synchronized OfferStatus status() {
        if (isStopped) {
            return last;
        }
        try {
            last = client.find(infoHash)
                    .map(this::read)
                    .orElseGet(() -> with(OfferStatus.State.GONE, Optional.empty()));
            lastNs = System.nanoTime();
        } catch (DaemonUnreachable e) {
            boolean isLost = System.nanoTime() - lastNs > PATIENCE_NS;
            last = isLost
                    ? with(OfferStatus.State.FAILED, Optional.of(e))
                    : new OfferStatus(
                            last.state(),
                            last.progress(),
                            last.uploadedBytes(),
                            last.downloadedBytes(),
                            last.sinceLastUpload(),
                            last.peers(),
                            Optional.of(e.getMessage()),
                            Optional.empty());
        }
        return last;
    }

    private OfferStatus with(OfferStatus.State state, Optional<Problem> failure) {
        return new OfferStatus(
                state,
                last.progress(),
                last.uploadedBytes(),
                last.downloadedBytes(),
                last.sinceLastUpload(),
                last.peers(),
                Optional.empty(),
                failure);
    }

    private OfferStatus read(Image image) {
        OfferStatus.State state =
                switch (image.getState()) {
                    case SEEDING -> OfferStatus.State.COMPLETE;
                    case FAILED -> OfferStatus.State.FAILED;
                    case STOPPED -> OfferStatus.State.GONE;
                    default -> OfferStatus.State.UNDER_WAY;
                };
        return new OfferStatus(
                state,
                new Progress(
                        imageName,
                        image.getHeldBytes(),
                        image.getTotalBytes(),
                        new Rate(image.getDownloadBytesPerSecond()),
                        Optional.empty()),
                image.getUploadedBytes(),
                image.getDownloadedBytes(),
                image.hasSinceUploadMs() ? Optional.of(Duration.ofMillis(image.getSinceUploadMs())) : Optional.empty(),
                peers(image),
                image.getNote().isEmpty() ? Optional.empty() : Optional.of(image.getNote()),
                state == OfferStatus.State.FAILED
                        ? Optional.of(NodeFailure.of(node, image.getFailure()))
                        : Optional.empty());
    }

    private static List<PeerView> peers(Image image) {
        Map<Machine, PeerView> machines = new HashMap<>();
        for (Source source : image.getSourcesList()) {
            Machine machine = machine(source.getAddress());
            machines.merge(
                    machine,
                    new PeerView(
                            machine,
                            false,
                            source.getWasComplete() ? 1 : 0,
                            source.getWasComplete(),
                            source.getDownloadedBytes(),
                            source.getUploadedBytes()),
                    PeerView::with);
        }
        for (Peer peer : image.getPeersList()) {
            Machine machine = machine(peer.getAddress());
            machines.merge(
                    machine, new PeerView(machine, true, peer.getHas(), peer.getHas() >= 1, 0, 0), PeerView::with);
        }
        return new ArrayList<>(machines.values());
    }

    /** Returns who is at "10.0.0.7:6891" or "[fe80::1]:6891", as the other machine sees it. */
    private static Machine machine(String address) {
        URI uri = URI.create("peer://" + address);
        return Machine.of(new InetSocketAddress(uri.getHost(), Math.max(0, uri.getPort())), Set.of());
    }

    @Override
    public synchronized void stop(String reason) {
        if (isStopped) {
            return;
        }
        // What it was at the end, also for the report.
        if (status().state() == OfferStatus.State.GONE) {
            isStopped = true;
            return;
        }
        isStopped = true;
        last = read(client.stop(infoHash, reason));
    }
}
