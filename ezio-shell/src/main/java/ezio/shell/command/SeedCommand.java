package ezio.shell.command;

import ezio.core.problem.Problem;
import ezio.core.swarm.StopRule;
import ezio.core.swarm.TransferStatus;
import ezio.core.torrent.InfoHash;
import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.ByteSize;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import ezio.verb.live.Doubt;
import ezio.verb.live.OpeningListener;
import ezio.verb.live.SeedOrder;
import ezio.verb.live.SwarmImage;
import ezio.verb.live.TransferRun;
import ezio.verb.live.Workplace;
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

    private boolean isLeftThere;

    SeedCommand(Session session) {
        super(session);
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        isLeftThere = session().isLeftThere();
        if (session().daemon().isPresent() && cacheDirectory != null) {
            throw new UsageProblem("--cache-dir: the daemon has its own", null);
        }
        if (check && trust) {
            throw new UsageProblem("--check and --trust contradict each other", null);
        }
        if (stopAfter.isAtOnce()) {
            throw new UsageProblem(
                    "--stop-after now would seed nothing", "use ratio=1, idle=90s, copies=24 or time=1h");
        }
        if (isLeftThere && tracker.isWanted()) {
            throw new UsageProblem(
                    "--tracker runs here, and would end with this command",
                    "leave --background out, or run \"ezio tracker\" and name it in the torrent");
        }
        swarm.settings();
        session().onStopSay(() -> "stopping, telling the peers");
        List<Pairs.Pair> wanted = pairs.load(session());
        try (EmbeddedTracker.Running serving = tracker.start(session(), swarm.listen());
                NodeHold hold = swarm.hold(session(), place())) {
            hold.sayPort(session());
            List<SeedOrder> orders = wanted.stream()
                    .map(pair -> order(pair, serving.publish(pair.torrent())))
                    .toList();
            List<? extends SwarmImage> images;
            try {
                images = hold.node().seed(orders, this::listener, session().cancel());
            } finally {
                orders.forEach(order -> session()
                        .console()
                        .progressEnded(OpeningWords.label(order.torrent().name())));
            }
            return isLeftThere ? left(images) : seed(images, orders);
        }
    }

    private SeedOrder order(Pairs.Pair pair, TorrentSpec announced) {
        return SeedOrder.of(announced, pair.path())
                .withSlices(slices)
                .withDoubt(check ? Doubt.CHECK : trust ? Doubt.TRUST : Doubt.AS_KNOWN)
                .withStopRule(isLeftThere ? stopAfter : StopRule.NEVER)
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

    private ExitCode left(List<? extends SwarmImage> images) {
        images.forEach(image -> session()
                .console()
                .say(TransferWords.left(image, session().daemon().orElseThrow().address())));
        return ExitCode.OK;
    }

    private ExitCode seed(List<? extends SwarmImage> images, List<SeedOrder> orders) {
        Map<InfoHash, TorrentSpec> torrents = new HashMap<>();
        orders.forEach(order -> torrents.put(order.torrent().infoHash(), order.torrent()));
        images.forEach(image -> session().canPause(NodeHold.pausable(image)));
        session().imagesAreThere();
        Optional<Problem> problem = new TransferRun(images, stopAfter, Optional.empty(), false)
                .await(report(torrents), session().cancel());
        return problem.map(p -> ExitCode.of(p.kind())).orElse(ExitCode.OK);
    }

    private TransferReport report(Map<InfoHash, TorrentSpec> torrents) {
        return new TransferReport(session().console(), "seed") {
            @Override
            public void completed(SwarmImage image, TransferStatus status) {
                TorrentSpec torrent = torrents.get(image.infoHash());
                String path = image.path().toString();
                console()
                        .say(event(
                                EventKind.SEEDING,
                                image.name() + ": seeding " + ByteSize.print(torrent.totalBytes()) + " from " + path,
                                Map.of(
                                        "image",
                                        image.name(),
                                        "infoHash",
                                        image.infoHash().hex(),
                                        "path",
                                        path,
                                        "totalBytes",
                                        torrent.totalBytes(),
                                        "checked",
                                        image.isChecked())));
                if (torrent.trackers().isEmpty() && !swarm.findsPeers(torrent)) {
                    session()
                            .note(
                                    "seed",
                                    image.name()
                                            + ": names no tracker; others find this seeder only with --peer or --local-discovery");
                }
            }
        };
    }
}
