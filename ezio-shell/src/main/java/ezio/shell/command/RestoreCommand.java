package ezio.shell.command;

import ezio.core.disk.Refusal;
import ezio.core.problem.Problem;
import ezio.core.swarm.StopRule;
import ezio.core.swarm.TransferStatus;
import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.ByteSize;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import ezio.verb.Images;
import ezio.verb.live.Fill;
import ezio.verb.live.RestoreOrder;
import ezio.verb.live.SwarmImage;
import ezio.verb.live.TransferRun;
import ezio.verb.live.Workplace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ezio restore}. */
@Command(
        name = "restore",
        description = {
            "Fetches images and writes them to devices, image files or directories of slices; then serves them to others.",
            "Every piece is verified before it is written. An image is called complete after all of it was synced.",
            "A restore that was stopped or cut off goes on where it was when it is started again."
        })
final class RestoreCommand extends EzioCommand implements BringsImages {

    @Mixin
    private Pairs pairs = new Pairs();

    @Option(
            names = "--overwrite",
            paramLabel = "PATH",
            description = "confirms that PATH, or a partition of it, is to be overwritten; may be given again")
    private List<String> overwrite = List.of();

    @Option(
            names = "--create",
            paramLabel = "SIZE",
            description = "make image files that do not exist, of that size; fit: as large as the image needs")
    private String create;

    @Option(names = "--slices", description = "write directories of slices; below PATH, by the name of the torrent")
    private boolean slices;

    @Option(names = "--recheck", description = "hash what is there first, and fetch only what differs")
    private boolean recheck;

    @Option(
            names = "--fresh",
            description = "fetch everything; without it, a restore that was cut off goes on where it was")
    private boolean fresh;

    @Option(
            names = "--sequential",
            description = "fetch from the first piece to the last; slower where several machines share a seeder")
    private boolean sequential;

    @Option(
            names = "--allow",
            paramLabel = "NAME",
            description = "write to it although NAME was refused; may be given again")
    private List<String> allow = List.of();

    @Option(
            names = "--stop-after",
            paramLabel = "RULE",
            description = "when complete, leave now, or when ratio=N, idle=TIME, copies=N or time=TIME is reached;"
                    + " several with commas; default: serve until stopped")
    private StopRule stopAfter = StopRule.NEVER;

    @Option(names = "--timeout", paramLabel = "TIME", description = "give up if not complete after that time: 2h, 90m")
    private Duration timeout;

    @Mixin
    private SwarmOptions swarm = new SwarmOptions();

    private boolean isLeftThere;

    RestoreCommand(Session session) {
        super(session);
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        if (timeout != null && timeout.isZero()) {
            throw new UsageProblem("--timeout: must be above zero", null);
        }
        if (fresh && recheck) {
            throw new UsageProblem("--fresh and --recheck contradict each other", null);
        }
        isLeftThere = session().isLeftThere();
        if (isLeftThere && timeout != null) {
            throw new UsageProblem(
                    "--timeout: nobody watches what is left to the daemon", "\"job wait\" or \"wait\" does");
        }
        swarm.settings();
        OptionalLong createBytes = createBytes();
        Set<Path> named = overwrite.stream().map(session()::imagePath).collect(Collectors.toSet());
        Set<Refusal> allowed = allowed();
        session().onStopSay(() -> "stopping, writing what has arrived");
        List<Pairs.Pair> wanted = pairs.load(session());
        List<RestoreOrder> orders = wanted.stream()
                .map(pair -> RestoreOrder.of(pair.torrent(), pair.path())
                        .withSlices(slices)
                        .withCreateBytes(createBytes)
                        .withOverwrite(named)
                        .withAllowed(allowed)
                        .withFill(recheck ? Fill.RECHECK : fresh ? Fill.EMPTY : Fill.RESUME)
                        .withSequential(sequential)
                        .withStopRule(isLeftThere ? stopAfter : StopRule.NEVER)
                        .withPeers(swarm.peers())
                        .withLimits(swarm.maxUploads(), swarm.maxConnections()))
                .toList();
        Workplace place =
                Workplace.of(session().env().stateDirectory(), session().env().cacheDirectory());
        // The node first: a port that is taken must not leave image files behind that --create has made.
        try (NodeHold hold = swarm.hold(session(), place)) {
            List<? extends SwarmImage> images =
                    hold.node().restore(orders, session().cancel());
            session().imagesAreThere();
            hold.sayPort(session());
            for (int i = 0; i < images.size(); i++) {
                begun(images.get(i), orders.get(i).torrent());
            }
            return isLeftThere ? left(images) : restore(images);
        }
    }

    private OptionalLong createBytes() {
        if (create == null) {
            return OptionalLong.empty();
        }
        if (slices) {
            throw new UsageProblem("--create is for image files, --slices for directories", "leave one of them out");
        }
        if (create.equals("fit")) {
            return OptionalLong.of(0);
        }
        try {
            return OptionalLong.of(Math.max(1, ByteSize.parse(create).bytes()));
        } catch (IllegalArgumentException e) {
            throw new UsageProblem("--create: " + e.getMessage(), "or write fit, for as large as the image needs");
        }
    }

    private Set<Refusal> allowed() {
        Set<Refusal> allowed = EnumSet.noneOf(Refusal.class);
        for (String id : allow) {
            allowed.add(Refusal.byId(id)
                    .filter(Refusal::canBeAllowed)
                    .orElseThrow(() -> new UsageProblem(
                            "--allow: \"" + id + "\" is nothing that can be allowed", "there are " + allowable())));
        }
        return allowed;
    }

    private static String allowable() {
        return Arrays.stream(Refusal.values())
                .filter(Refusal::canBeAllowed)
                .map(Refusal::id)
                .collect(Collectors.joining(", "));
    }

    private ExitCode left(List<? extends SwarmImage> images) {
        images.forEach(image -> session()
                .console()
                .say(TransferWords.left(image, session().daemon().orElseThrow().address())));
        return ExitCode.OK;
    }

    private ExitCode restore(List<? extends SwarmImage> images) {
        images.forEach(image -> session().canPause(NodeHold.pausable(image)));
        Optional<Problem> problem = new TransferRun(images, stopAfter, Optional.ofNullable(timeout), true)
                .await(report(), session().cancel());
        return problem.map(p -> ExitCode.of(p.kind())).orElse(ExitCode.OK);
    }

    private void begun(SwarmImage image, TorrentSpec torrent) {
        if (torrent.trackers().isEmpty() && !swarm.findsPeers(torrent)) {
            session()
                    .note(
                            "restore",
                            torrent.name()
                                    + ": names no tracker; say with --peer where a seeder is, or look with --local-discovery");
        }
        image.resumption()
                .ifPresent(resumption -> session().note("restore", torrent.name() + ": " + resumption.words()));
        String place = Images.place(image.path(), torrent, slices).toString();
        session()
                .console()
                .say(Event.of(
                                EventKind.RESTORING,
                                "restore",
                                torrent.name() + ": restoring " + ByteSize.print(torrent.totalBytes()) + " to " + place)
                        .with("image", torrent.name())
                        .with("infoHash", torrent.infoHash().hex())
                        .with("path", place)
                        .with("totalBytes", torrent.totalBytes()));
    }

    private TransferReport report() {
        return new TransferReport(session().console(), "restore") {
            @Override
            public void completed(SwarmImage image, TransferStatus status) {
                Map<String, Object> fields = new LinkedHashMap<>(TransferWords.fields(image, status));
                fields.put("path", image.path().toString());
                fields.put("totalBytes", status.bytesTotal());
                fields.put("seconds", status.elapsed().toMillis() / 1000.0);
                fields.put("fromSeedsBytes", TransferWords.fromSeedsBytes(image));
                fields.put("fromOthersBytes", TransferWords.fromOthersBytes(image));
                console().result(event(EventKind.COMPLETE, TransferWords.complete(image, status), fields));
            }
        };
    }
}
