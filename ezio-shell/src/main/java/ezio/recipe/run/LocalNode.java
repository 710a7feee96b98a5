package ezio.recipe.run;

import ezio.core.problem.ListenFailure;
import ezio.core.problem.Problem;
import ezio.core.swarm.SwarmSettings;
import ezio.core.torrent.ImageCheck;
import ezio.core.torrent.TorrentFiles;
import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.ByteSize;
import ezio.partclone.clonezilla.ClonezillaImage;
import ezio.partclone.image.ExtentCut;
import ezio.recipe.plan.CaptureStep;
import ezio.recipe.plan.CreateTorrentStep;
import ezio.recipe.plan.ImageLocation;
import ezio.recipe.plan.PlannedImage;
import ezio.recipe.plan.RestoreStep;
import ezio.recipe.plan.SeedStep;
import ezio.recipe.plan.VerifyStep;
import ezio.verb.Capture;
import ezio.verb.CaptureOrder;
import ezio.verb.CapturePlan;
import ezio.verb.CaptureSource;
import ezio.verb.CapturedImage;
import ezio.verb.HashLedger;
import ezio.verb.Images;
import ezio.verb.SourceKind;
import ezio.verb.TorrentMaker;
import ezio.verb.TorrentOrder;
import ezio.verb.live.CheckOrder;
import ezio.verb.live.LiveNode;
import ezio.verb.live.OpeningListener;
import ezio.verb.live.RestoreOrder;
import ezio.verb.live.SeedOrder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A node of this program. */
public final class LocalNode implements RecipeNode {

    private final RunSettings settings;
    private final Trackers trackers;
    private final RunTorrents torrents;
    private final LiveNode live;
    private final HashLedger ledger;
    private final Set<InetAddress> ownAddresses = Machine.ownAddresses();
    private volatile List<InetSocketAddress> beside = List.of();

    private LocalNode(RunSettings settings, Trackers trackers, RunTorrents torrents, LiveNode live) {
        this.settings = settings;
        this.trackers = trackers;
        this.torrents = torrents;
        this.live = live;
        this.ledger = new HashLedger(settings.place().ledgerFile(), Clock.systemUTC());
    }

    /**
     * Opens the node's port. One that nobody has asked for gives way to any that is free.
     *
     * @throws ListenFailure if the port is taken
     */
    static LocalNode start(RunSettings settings, SwarmSettings swarm, Trackers trackers, RunTorrents torrents) {
        try {
            return new LocalNode(settings, trackers, torrents, LiveNode.start(swarm, settings.place()));
        } catch (ListenFailure e) {
            if (settings.isPortFixed()) {
                throw e;
            }
            return new LocalNode(settings, trackers, torrents, LiveNode.start(swarm.withPort(0), settings.place()));
        }
    }

    int port() {
        return live.port();
    }

    /** Tells of other nodes of this program. */
    void isBeside(List<InetSocketAddress> others) {
        beside = List.copyOf(others);
    }

    private List<InetSocketAddress> peers() {
        List<InetSocketAddress> peers = new ArrayList<>(settings.peers());
        peers.addAll(beside);
        return peers;
    }

    @Override
    public void capture(CaptureStep step, PlannedImage image, StepWork work) {
        Path torrent = image.torrent().file().orElseThrow();
        Path directory = Optional.ofNullable(torrent.getParent()).orElse(Path.of(""));
        CaptureOrder order = new CaptureOrder(
                List.of(image.path()),
                directory,
                Optional.of(image.torrentName()),
                Optional.empty(),
                step.isWhole() || image.location() instanceof ImageLocation.Disk,
                false,
                ExtentCut.DEVICE,
                ExtentCut.CLONEZILLA_BUFFER_BYTES,
                step.pieceSize(),
                true,
                step.hasSlices(),
                step.allowed(),
                trackers.urls(),
                false,
                Optional.of(settings.creator()),
                Optional.empty(),
                settings.threads());
        CapturePlan plan = CapturePlan.of(order);
        plan.skipped().forEach(skipped -> work.note(skipped.toString()));
        HashLedger.Glance before = HashLedger.glance(image.path());
        CaptureSource source = plan.sources().get(0);
        Capture capture = Capture.prepare(
                order, source, work.progress(image.name() + ": looking for used blocks"), work.cancel());
        CapturedImage captured = capture.make(work.progress(image.name() + ": hashing"), work.cancel());
        if (order.allowed().isEmpty()) {
            ledger.record(captured.torrent().infoHash(), HashLedger.How.MADE, before);
        }
        made(captured.torrent(), image, captured.torrentFile(), work);
        work.fact("deviceBytes", capture.deviceBytes());
        captured.slices().ifPresent(slices -> work.fact("slices", slices.toString()));
    }

    @Override
    public void createTorrent(CreateTorrentStep step, PlannedImage image, StepWork work) {
        Path torrentFile = image.torrent().file().orElseThrow();
        Path source = blocks(image);
        TorrentMaker maker = TorrentMaker.prepare(new TorrentOrder(
                source,
                image.usedBlocks(),
                Optional.of(image.torrentName()),
                step.pieceSize(),
                trackers.urls(),
                false,
                Optional.of(settings.creator()),
                Optional.empty(),
                ExtentCut.DEVICE,
                ExtentCut.CLONEZILLA_BUFFER_BYTES,
                Optional.empty(),
                settings.threads()));
        HashLedger.Glance before = HashLedger.glance(source);
        TorrentSpec torrent = maker.make(work.progress(image.name() + ": hashing"), work.cancel());
        TorrentFiles.write(torrent, torrentFile);
        // What is seeded later is the device, the file or the slices that were read, not what they were packed in.
        if (maker.needsHashing() && maker.kind() != SourceKind.PARTITION_IMAGE) {
            ledger.record(torrent.infoHash(), HashLedger.How.MADE, before);
        }
        made(torrent, image, torrentFile, work);
    }

    private static void made(TorrentSpec torrent, PlannedImage image, Path file, StepWork work) {
        work.fact("torrent", file.toString());
        work.fact("infoHash", torrent.infoHash().hex());
        work.fact("totalBytes", torrent.totalBytes());
        work.proved(new Evidence(torrent.infoHash(), image.path()));
    }

    /** Returns the device, file or directory to read; of a directory of Clonezilla's, the image of the partition. */
    private static Path blocks(PlannedImage image) {
        return image.location() instanceof ImageLocation.Saved saved
                ? ClonezillaImage.read(saved.path())
                        .open(saved.part())
                        .volumes()
                        .base()
                : image.path();
    }

    @Override
    public Offer seed(SeedStep step, PlannedImage image, StepWork work) {
        TorrentSpec torrent = trackers.publish(torrents.load(image, work), work);
        return seed(image, StepOrders.seed(step, image, torrent, blocks(image), peers(), settings), work);
    }

    private Offer seed(PlannedImage image, SeedOrder order, StepWork work) {
        work.fact("port", live.port());
        return ImageOffer.here(image.name(), live.seed(order, opening(image, work), work.cancel()), ownAddresses);
    }

    private static OpeningListener opening(PlannedImage image, StepWork work) {
        return new OpeningListener() {
            @Override
            public void hashingFirst(Path path) {
                work.note(image.name() + ": hashing " + path
                        + " first: nothing is known of it, or it was written to since");
            }

            @Override
            public void progressed(ezio.core.progress.Progress progress) {
                work.progressed(image.name() + ": preparing", progress, java.util.Map.of());
            }

            @Override
            public void unpacking(Path file, long totalBytes) {
                work.note(image.name() + ": unpacking " + ByteSize.print(totalBytes) + " to " + file);
            }
        };
    }

    @Override
    public Offer restore(RestoreStep step, PlannedImage image, StepWork work) {
        TorrentSpec torrent = trackers.announced(torrents.load(image, work));
        RestoreOrder order = StepOrders.restore(step, image, torrent, peers(), settings);
        work.fact("port", live.port());
        return ImageOffer.here(image.name(), live.restore(order), ownAddresses);
    }

    @Override
    public Optional<Offer> offerAgain(RestoreStep step, PlannedImage image, Evidence evidence, StepWork work) {
        TorrentSpec torrent = torrents.load(image, work);
        boolean isSo = torrent.infoHash().equals(evidence.infoHash())
                && evidence.path().equals(image.path())
                && ledger.find(
                                torrent.infoHash(),
                                Images.place(
                                        image.path(), torrent, image.location().isSlices()))
                        .isPresent();
        if (!isSo) {
            return Optional.empty();
        }
        SeedOrder order = SeedOrder.of(trackers.publish(torrent, work), blocks(image))
                .withSlices(image.location().isSlices())
                .withPeers(peers())
                .withLimits(step.uploads(), step.connections())
                .withThreads(settings.threads());
        return Optional.of(seed(image, order, work));
    }

    @Override
    public boolean isStillSo(PlannedImage image, Evidence evidence) {
        if (!evidence.path().equals(image.path()) || image.torrent().file().isEmpty()) {
            return false;
        }
        try {
            TorrentSpec torrent = TorrentFiles.read(image.torrent().file().get());
            return torrent.infoHash().equals(evidence.infoHash())
                    && ledger.find(
                                    torrent.infoHash(),
                                    Images.place(
                                            blocks(image),
                                            torrent,
                                            image.location().isSlices()))
                            .isPresent();
        } catch (Problem e) {
            // Whatever it is: the step that is not skipped will tell.
            return false;
        }
    }

    @Override
    public void verify(VerifyStep step, PlannedImage image, StepWork work) {
        TorrentSpec torrent = torrents.load(image, work);
        ImageCheck check = live.check(
                new CheckOrder(torrent, blocks(image), image.location().isSlices(), settings.threads()),
                work.progress("checking " + image.name()),
                work.cancel());
        work.fact("totalBytes", torrent.totalBytes());
        work.fact("wrongPieces", check.wrongPieces().size());
        check.throwIfWrong();
        work.proved(new Evidence(torrent.infoHash(), image.path()));
    }

    @Override
    public void close() {
        live.close();
    }
}
