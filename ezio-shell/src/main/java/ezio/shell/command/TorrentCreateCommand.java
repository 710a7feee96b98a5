package ezio.shell.command;

import ezio.core.extent.ExtentMap;
import ezio.core.torrent.TorrentFiles;
import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.ByteSize;
import ezio.core.unit.TimeSpan;
import ezio.partclone.image.ExtentCut;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import ezio.verb.BtZoneOrder;
import ezio.verb.HashLedger;
import ezio.verb.SourceKind;
import ezio.verb.TorrentMaker;
import ezio.verb.TorrentOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ezio torrent create}. */
@Command(
        name = "create",
        description = "Makes a .torrent of a device or an image file (all of it, or its used blocks), of a directory of"
                + " slices, of a torrent.info with the hashes that partclone wrote, or of a partclone image, packed and"
                + " split or not.")
final class TorrentCreateCommand extends EzioCommand implements MayBeJob {

    private static final String HASHING = "[2/3] hashing";

    @Parameters(
            paramLabel = "SOURCE",
            description = "a device, image file, directory of slices, torrent.info, partclone image, or directory of"
                    + " Clonezilla's")
    private String source;

    @Option(
            names = "--used-blocks",
            paramLabel = "FILE",
            description = "a torrent.info that names the used blocks of SOURCE")
    private String usedBlocks;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "what to write; default: NAME.torrent")
    private String out;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "the image's name: sda1, vg/root; default: from SOURCE")
    private String name;

    @Option(
            names = "--piece-length",
            paramLabel = "SIZE",
            description = "16KiB to 64MiB, a power of two; default: for about a thousand pieces, 256KiB to 16MiB")
    private ByteSize pieceLength;

    @Option(
            names = "--cut",
            paramLabel = "HOW",
            description = "how the used blocks of a partclone image become extents, which decides the info hash: as"
                    + " partclone does for a device, as it does for an image, or merged (fewer); default: device")
    private ExtentCut cut = ExtentCut.DEVICE;

    @Option(names = "--buffer-size", paramLabel = "SIZE", description = "partclone's, for that; default: 16MiB")
    private ByteSize bufferSize = new ByteSize(ExtentCut.CLONEZILLA_BUFFER_BYTES);

    @Option(names = "--slices", paramLabel = "DIR", description = "write the slices of a partclone image, too")
    private String slices;

    @Option(names = "--tracker", paramLabel = "URL", description = "a tracker to announce to; may be given again")
    private List<String> trackers = List.of();

    @Option(names = "--private", description = "peers come from the trackers only")
    private boolean isPrivate;

    @Option(names = "--creator", paramLabel = "TEXT", description = "who made it; default: this program")
    private String creator;

    @Option(names = "--comment", paramLabel = "TEXT", description = "a comment")
    private String comment;

    @Option(
            names = "--clonezilla",
            description =
                    "SOURCE is a directory of Clonezilla's: make slices, torrent.info and torrent of each partition,"
                            + " as its scripts look for them; -o is the btzone, by default the one beside SOURCE")
    private boolean clonezilla;

    @Option(names = "--part", paramLabel = "NAME", description = "only this one of them; may be given again")
    private List<String> parts = List.of();

    @Mixin
    private ThreadsOption threads = new ThreadsOption();

    @Option(names = "--force", description = "replace FILE if it is there")
    private boolean force;

    TorrentCreateCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        if (clonezilla) {
            new BtZoneRun(session()).run(btZoneOrder());
            return ExitCode.OK;
        }
        if (!parts.isEmpty()) {
            throw new UsageProblem("--part is for --clonezilla", "leave it out, or name the image of that partition");
        }
        long beganNs = System.nanoTime();
        session().onStopSay(() -> "stopping, no torrent is written");
        TorrentMaker maker = TorrentMaker.prepare(order());
        Path file = outputFile(maker.name());
        if (!force && Files.exists(file)) {
            throw new OutputExists(file);
        }
        sayExtents(maker);
        HashLedger.Glance before = HashLedger.glance(session().env().path(source));
        TorrentSpec torrent =
                maker.make(session().progress("hash", HASHING), session().cancel());
        session().console().progressEnded(HASHING);
        if (!maker.needsHashing()) {
            session()
                    .note(
                            "hash",
                            String.format(Locale.ROOT, "[2/3] took %,d hashes from %s", torrent.pieceCount(), source));
        }
        TorrentFiles.write(torrent, file);
        // What is seeded later is the device, the file or the slices that were read, not what they were packed in.
        if (maker.needsHashing() && maker.kind() != SourceKind.PARTITION_IMAGE) {
            Ledgers.of(session().env()).record(torrent.infoHash(), HashLedger.How.MADE, before);
        }
        session().console().result(created(torrent, file, Duration.ofNanos(System.nanoTime() - beganNs)));
        return ExitCode.OK;
    }

    private TorrentOrder order() {
        return new TorrentOrder(
                session().env().path(source),
                Optional.ofNullable(usedBlocks).map(session().env()::path),
                Optional.ofNullable(name),
                Optional.ofNullable(pieceLength),
                trackers.stream().map(TrackerUrl::check).toList(),
                isPrivate,
                Optional.of(creator == null ? Version.line() : creator),
                Optional.ofNullable(comment),
                cut,
                bufferSize.bytes(),
                Optional.ofNullable(slices).map(session().env()::path),
                threads.count());
    }

    private BtZoneOrder btZoneOrder() {
        if (usedBlocks != null
                || name != null
                || pieceLength != null
                || slices != null
                || isPrivate
                || comment != null) {
            throw new UsageProblem(
                    "--clonezilla makes what Clonezilla makes; only -o, --part, --tracker, --creator, --threads and"
                            + " --force go with it",
                    null);
        }
        Path image = session().env().path(source);
        return new BtZoneOrder(
                image,
                out == null
                        ? image.toAbsolutePath().normalize().resolveSibling("btzone")
                        : session().env().path(out),
                parts,
                trackers.stream().map(TrackerUrl::check).toList(),
                Optional.of(creator == null ? Version.line() : creator),
                force,
                threads.count());
    }

    private Path outputFile(String imageName) {
        String byName = imageName.replace('/', '-') + ".torrent";
        Path given = session().env().path(out == null ? byName : out);
        return out != null && Files.isDirectory(given) ? given.resolve(byName) : given;
    }

    private void sayExtents(TorrentMaker maker) {
        if (maker.extents().isEmpty()) {
            session().note("read", "[1/3] reading extents: one, as long as what is packed");
            return;
        }
        ExtentMap extents = maker.extents().get();
        long deviceBytes = maker.deviceBytes().getAsLong();
        String text = String.format(
                Locale.ROOT,
                "[1/3] reading extents: %,d %s, %s%s",
                extents.count(),
                extents.count() == 1 ? "extent" : "extents",
                ByteSize.print(extents.totalBytes()),
                origin(maker, deviceBytes));
        session()
                .console()
                .say(Event.of(EventKind.NOTE, "read", text)
                        .with("extents", extents.count())
                        .with("usedBytes", extents.totalBytes())
                        .with("deviceBytes", deviceBytes));
    }

    private String origin(TorrentMaker maker, long deviceBytes) {
        return switch (maker.kind()) {
            case SLICES, TORRENT_INFO -> ", from " + maker.kind().words();
            case PARTITION_IMAGE ->
                " of " + ByteSize.print(deviceBytes) + ", from " + maker.kind().words();
            case DEVICE, IMAGE_FILE ->
                usedBlocks == null
                        ? ", all of " + maker.kind().words() + ", used or not"
                        : " of " + ByteSize.print(deviceBytes);
        };
    }

    private static Event created(TorrentSpec torrent, Path file, Duration taken) {
        String text = String.format(
                Locale.ROOT,
                "[3/3] wrote %s: %,d %s of %s, info hash %s, %s",
                file,
                torrent.pieceCount(),
                torrent.pieceCount() == 1 ? "piece" : "pieces",
                ByteSize.print(torrent.pieceLengthBytes()),
                torrent.infoHash(),
                TimeSpan.print(taken));
        return Event.of(EventKind.TORRENT_CREATED, "write", text)
                .with("file", file.toString())
                .with("image", torrent.name())
                .with("infoHash", torrent.infoHash().hex())
                .with("totalBytes", torrent.totalBytes())
                .with("pieceLengthBytes", torrent.pieceLengthBytes())
                .with("pieces", torrent.pieceCount())
                .with("seconds", taken.toMillis() / 1000.0);
    }
}
