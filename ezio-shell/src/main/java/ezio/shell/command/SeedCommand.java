package ezio.shell.command;

import ezio.core.problem.Problem;
import ezio.core.swarm.StopRule;
import ezio.core.swarm.Transfer;
import ezio.core.swarm.TransferStatus;
import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.ByteSize;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import ezio.verb.TransferRun;
import ezio.verb.live.Doubt;
import ezio.verb.live.LiveImage;
import ezio.verb.live.LiveNode;
import ezio.verb.live.OpenedSeed;
import ezio.verb.live.OpeningListener;
import ezio.verb.live.SeedOrder;
import ezio.verb.live.Workplace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ezio seed}. */
@Command(
        name = "seed",
        description = {
            "Offers images to other machines until it is stopped.",
            "An image that was hashed on this machine within a day and not written to since is trusted; others are"
                    + " hashed first. Images of partclone and raw dumps are read where they are; packed ones are unpacked"
                    + " first, to a file that is used again the next time."
        })
final class SeedCommand extends EzioCommand implements BringsImages {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

    @Mixin
    private Pairs pairs = new Pairs();

    @Option(names = "--slices", description = "each PATH is a directory of slices")
    private boolean slices;

    @Option(names = "--check", description = "hash every image first")
    private boolean check;

    @Option(names = "--trust", description = "hash nothing first")
    private boolean trust;

    @Option(
            names = "--cache-dir",
            paramLabel = "DIR",
            description = "where packed images are unpacked to, once; default: ~/.cache/ezio/images")
    private String cacheDirectory;

    @Mixin
    private ThreadsOption threads = new ThreadsOption();

    @Option(
            names = "--stop-after",
            paramLabel = "RULE",
            description = "leave when ratio=N, idle=TIME, copies=N or time=TIME is reached; several with commas")
    private StopRule stopAfter = StopRule.NEVER;

    @Mixin
    private SwarmOptions swarm = new SwarmOptions();

    @Mixin
    private EmbeddedTracker tracker = new EmbeddedTracker();

    SeedCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        if (check && trust) {
            throw new UsageProblem("--check and --trust contradict each other", null);
        }
        if (stopAfter.isAtOnce()) {
            throw new UsageProblem(
                    "--stop-after now would seed nothing", "use ratio=1, idle=90s, copies=24 or time=1h");
        }
        swarm.settings();
        session().onStopSay(() -> "stopping, telling the peers");
        List<SeedOrder> orders = pairs.load(session()).stream().map(this::order).toList();
        Workplace place = place();
        List<OpenedSeed> images =
                OpenedSeed.openAll(orders, place, this::listener, session().cancel());
        orders.forEach(order -> session()
                .console()
                .progressEnded(OpeningWords.label(order.torrent().name())));
        try (EmbeddedTracker.Running serving = tracker.start(session(), swarm.listen());
                NodeHold hold = swarm.hold(session(), place)) {
            hold.sayPort(session());
            return seed(
                    images.stream()
                            .map(image -> image.withTorrent(serving.publish(image.torrent())))
                            .toList(),
                    hold.node());
        } finally {
            // The node closes what it was given; to close again does nothing.
            images.forEach(OpenedSeed::close);
        }
    }

    private SeedOrder order(Pairs.Pair pair) {
        return SeedOrder.of(pair.torrent(), pair.path())
                .withSlices(slices)
                .withDoubt(check ? Doubt.CHECK : trust ? Doubt.TRUST : Doubt.AS_KNOWN)
                .withPeers(swarm.peers())
                .withLimits(swarm.maxUploads(), swarm.maxConnections())
                .withThreads(threads.count());
    }

    private OpeningListener listener(SeedOrder order) {
        return new OpeningWords(session(), order.torrent().name());
    }

    private Workplace place() {
        Workplace usual =
                Workplace.of(session().env().stateDirectory(), session().env().cacheDirectory());
        return cacheDirectory == null
                ? usual
                : usual.withImageCache(session().env().path(cacheDirectory));
    }

    private ExitCode seed(List<OpenedSeed> images, LiveNode node) {
        Map<Transfer, Boolean> checked = new HashMap<>();
        List<Transfer> inOrder = new ArrayList<>();
        try {
            for (OpenedSeed image : images) {
                LiveImage live = node.seed(image);
                session().canPause(NodeHold.pausable(live));
                Transfer transfer = new LiveTransfer(live);
                checked.put(transfer, image.isChecked());
                inOrder.add(transfer);
            }
            session().imagesAreThere();
            Optional<Problem> problem = new TransferRun(inOrder, stopAfter, Optional.empty(), false, STOP_PATIENCE)
                    .await(report(checked), session().cancel());
            return problem.map(p -> ExitCode.of(p.kind())).orElse(ExitCode.OK);
        } finally {
            // Where the node is the session's, none may stay behind.
            inOrder.forEach(transfer -> transfer.stop(STOP_PATIENCE));
        }
    }

    private TransferReport report(Map<Transfer, Boolean> checked) {
        return new TransferReport(session().console(), "seed") {
            @Override
            public void completed(Transfer transfer, TransferStatus status) {
                TorrentSpec torrent = transfer.torrent();
                String path = ((LiveTransfer) transfer).image().path().toString();
                console()
                        .say(event(
                                EventKind.SEEDING,
                                torrent.name() + ": seeding " + ByteSize.print(torrent.totalBytes()) + " from " + path,
                                Map.of(
                                        "image",
                                        torrent.name(),
                                        "infoHash",
                                        torrent.infoHash().hex(),
                                        "path",
                                        path,
                                        "totalBytes",
                                        torrent.totalBytes(),
                                        "checked",
                                        checked.get(transfer))));
                if (torrent.trackers().isEmpty() && !swarm.findsPeers(torrent)) {
                    session()
                            .note(
                                    "seed",
                                    torrent.name()
                                            + ": names no tracker; others find this seeder only with --peer or --local-discovery");
                }
            }
        };
    }
}
