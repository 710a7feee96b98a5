package ezio.shell.command;

import ezio.core.problem.Problem;
import ezio.core.swarm.StopRule;
import ezio.core.swarm.SwarmNode;
import ezio.core.swarm.Transfer;
import ezio.core.swarm.TransferStatus;
import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.ByteSize;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import ezio.verb.HashLedger;
import ezio.verb.TransferRun;
import java.nio.file.Path;
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
final class SeedCommand extends EzioCommand implements MayBeJob {

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

    /**
     * One image that is about to be seeded.
     *
     * @param isHashedFirst whether its transfer hashes it
     * @param isChecked whether every piece was or will be compared
     */
    private record Seed(Pairs.Pair pair, boolean isHashedFirst, boolean isChecked, HashLedger.Glance before) {}

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
        int threadCount = threads.count();
        session().onStopSay(() -> "stopping, telling the peers");
        List<Pairs.Pair> loaded = pairs.load(session());
        Path cache = cacheDirectory == null
                ? session().env().cacheDirectory().resolve("images")
                : session().env().path(cacheDirectory);
        List<SeedImages.Opened> images =
                new SeedImages(session(), cache, trust, check, threadCount).open(loaded, slices);
        try (EmbeddedTracker.Running serving = tracker.start(session(), swarm.listen())) {
            List<Pairs.Pair> announced = loaded.stream()
                    .map(pair -> new Pairs.Pair(pair.torrentText(), serving.publish(pair.torrent()), pair.path()))
                    .toList();
            return seed(announced, images);
        } finally {
            // The node closes what it was given; to close again does nothing.
            images.forEach(image -> image.source().close());
        }
    }

    private ExitCode seed(List<Pairs.Pair> loaded, List<SeedImages.Opened> images) {
        HashLedger ledger = Ledgers.of(session().env());
        List<Seed> seeds = new ArrayList<>();
        for (int i = 0; i < loaded.size(); i++) {
            seeds.add(seed(loaded.get(i), images.get(i), ledger));
        }
        try (SwarmNode node = swarm.start(session())) {
            session()
                    .console()
                    .say(Event.of(EventKind.LISTENING, "listen", "peers are accepted on port " + node.port())
                            .with("port", node.port()));
            Map<Transfer, Seed> transfers = new HashMap<>();
            List<Transfer> inOrder = new ArrayList<>();
            for (int i = 0; i < seeds.size(); i++) {
                Seed seed = seeds.get(i);
                Transfer transfer = node.seed(seed.pair.torrent(), images.get(i).source(), seed.isHashedFirst);
                swarm.peers().forEach(transfer::addPeer);
                transfers.put(transfer, seed);
                inOrder.add(transfer);
            }
            Optional<Problem> problem = new TransferRun(inOrder, stopAfter, Optional.empty(), false, STOP_PATIENCE)
                    .await(report(transfers, ledger), session().cancel());
            return problem.map(p -> ExitCode.of(p.kind())).orElse(ExitCode.OK);
        }
    }

    private Seed seed(Pairs.Pair pair, SeedImages.Opened image, HashLedger ledger) {
        boolean isHashedFirst = !image.isReady() && decideCheck(pair, image.place(), ledger);
        return new Seed(pair, isHashedFirst, isHashedFirst || image.isChecked(), HashLedger.glance(image.place()));
    }

    private boolean decideCheck(Pairs.Pair pair, Path place, HashLedger ledger) {
        String name = pair.torrent().name();
        if (check || trust) {
            return check;
        }
        Optional<HashLedger.Entry> known = ledger.find(pair.torrent().infoHash(), place);
        known.ifPresentOrElse(entry -> session().note("seed", name + ": " + SeedImages.trust(entry)), () -> session()
                .note(
                        "seed",
                        name + ": hashing " + pair.path()
                                + " first: nothing is known of it, or it was written to since; --trust skips that"));
        return known.isEmpty();
    }

    private TransferReport report(Map<Transfer, Seed> seeds, HashLedger ledger) {
        return new TransferReport(session().console(), "seed") {
            @Override
            public void completed(Transfer transfer, TransferStatus status) {
                Seed seed = seeds.get(transfer);
                TorrentSpec torrent = seed.pair.torrent();
                if (seed.isHashedFirst) {
                    ledger.record(torrent.infoHash(), HashLedger.How.VERIFIED, seed.before);
                }
                console()
                        .say(event(
                                EventKind.SEEDING,
                                torrent.name() + ": seeding " + ByteSize.print(torrent.totalBytes()) + " from "
                                        + seed.pair.path(),
                                Map.of(
                                        "image",
                                        torrent.name(),
                                        "infoHash",
                                        torrent.infoHash().hex(),
                                        "path",
                                        seed.pair.path().toString(),
                                        "totalBytes",
                                        torrent.totalBytes(),
                                        "checked",
                                        seed.isChecked)));
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
