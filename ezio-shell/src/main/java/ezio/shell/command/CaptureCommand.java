package ezio.shell.command;

import ezio.core.torrent.HashWarmUp;
import ezio.core.torrent.PieceLength;
import ezio.core.unit.ByteSize;
import ezio.partclone.image.ExtentCut;
import ezio.shell.env.ExitCode;
import ezio.verb.Capture;
import ezio.verb.CaptureOrder;
import ezio.verb.CapturePlan;
import ezio.verb.CaptureSource;
import ezio.verb.CapturedImage;
import ezio.verb.HashLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ezio capture}. */
@Command(
        name = "capture",
        description = "Makes a .torrent of the used blocks of partitions and logical volumes, or of all partitions of a"
                + " disk. partclone finds the used blocks; what it does not know is captured whole. The devices are only"
                + " read.")
final class CaptureCommand extends EzioCommand implements MayBeJob {

    @Parameters(
            paramLabel = "DEVICE",
            arity = "1..*",
            description = "a partition, a logical volume, an image file of one, or a disk, for its partitions")
    private List<String> devices = List.of();

    @Option(
            names = "--to",
            paramLabel = "DIR",
            required = true,
            description = "where NAME.torrent and NAME.torrent.info go; made where it is missing")
    private String to;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "what to call the image of a single DEVICE; default: sda1, vg-root")
    private String name;

    @Option(names = "--slices", description = "write the slices, too, to DIR/NAME")
    private boolean slices;

    @Option(
            names = "--hashes",
            paramLabel = "BY",
            description =
                    "ezio reads and hashes the used blocks on all cores; partclone does it itself, slower, with the"
                            + " same result; default: ezio")
    private HashesBy hashes = HashesBy.EZIO;

    @Option(
            names = "--piece-length",
            paramLabel = "SIZE",
            description = "16KiB to 64MiB, a power of two; default: for about a thousand pieces, 256KiB to 16MiB")
    private ByteSize pieceLength;

    @Option(
            names = "--cut",
            paramLabel = "HOW",
            description =
                    "how the used blocks become extents, which decides the info hash: as partclone does for a device,"
                            + " as it does for an image, or merged (fewer); default: device")
    private ExtentCut cut = ExtentCut.DEVICE;

    @Option(names = "--buffer-size", paramLabel = "SIZE", description = "partclone's, for that; default: 16MiB")
    private ByteSize bufferSize = new ByteSize(ExtentCut.CLONEZILLA_BUFFER_BYTES);

    @Option(
            names = "--as-clonezilla",
            description =
                    "the torrent that Clonezilla's tools make: pieces of 16MiB, and an NTFS without its last sector")
    private boolean asClonezilla;

    @Option(
            names = "--no-boot-sector-copy",
            description =
                    "leave out the last sector of an NTFS, as partclone does; it holds the copy of the boot sector")
    private boolean noBootSectorCopy;

    @Option(
            names = "--file-system",
            paramLabel = "TYPE",
            description = "what is on DEVICE, in blkid's words; default: what blkid says")
    private String fileSystem;

    @Option(names = "--whole", description = "capture DEVICE byte by byte, whatever is on it")
    private boolean whole;

    @Option(
            names = "--allow",
            paramLabel = "NAME",
            description = "capture it although it is mounted for writing: mounted-source")
    private List<String> allow = List.of();

    @Option(names = "--tracker", paramLabel = "URL", description = "a tracker to announce to; may be given again")
    private List<String> trackers = List.of();

    @Option(names = "--private", description = "peers come from the trackers only")
    private boolean isPrivate;

    @Option(names = "--creator", paramLabel = "TEXT", description = "who made it; default: this program")
    private String creator;

    @Option(names = "--comment", paramLabel = "TEXT", description = "a comment")
    private String comment;

    @Mixin
    private ThreadsOption threads = new ThreadsOption();

    @Option(names = "--force", description = "replace what is in DIR already")
    private boolean force;

    CaptureCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        HashWarmUp.begin();
        CaptureOrder order = order();
        session().onStopSay(() -> "stopping, what is not complete is removed");
        CapturePlan plan = CapturePlan.of(order);
        if (!force) {
            for (CaptureSource source : plan.sources()) {
                Path file = Capture.torrentFile(order, source);
                if (Files.exists(file)) {
                    throw OutputExists.inDirectory(file);
                }
            }
        }
        plan.skipped().forEach(skipped -> session().console().say(CaptureText.skipped(skipped)));
        for (CaptureSource source : plan.sources()) {
            capture(order, source);
        }
        return ExitCode.OK;
    }

    private void capture(CaptureOrder order, CaptureSource source) {
        long beganNs = System.nanoTime();
        String searching = source.name() + ": looking for used blocks";
        HashLedger.Glance before = HashLedger.glance(source.path());
        Capture capture = Capture.prepare(
                order, source, session().progress("read", searching), session().cancel());
        HashWarmUp.end();
        session().console().progressEnded(searching);
        session().console().say(CaptureText.found(capture));
        CaptureText.warning(capture).ifPresent(session().console()::say);
        String hashing = source.name() + ": hashing";
        CapturedImage image =
                capture.make(session().progress("hash", hashing), session().cancel());
        session().console().progressEnded(hashing);
        if (order.allowed().isEmpty()) {
            Ledgers.of(session().env()).record(image.torrent().infoHash(), HashLedger.How.MADE, before);
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - beganNs);
        session().console().result(CaptureText.captured(capture, image, hashes, taken));
    }

    private CaptureOrder order() {
        if (asClonezilla && pieceLength != null && pieceLength.bytes() != PieceLength.PARTCLONE) {
            throw new UsageProblem("--as-clonezilla means pieces of 16 MiB", "leave it or --piece-length out");
        }
        if (whole && fileSystem != null) {
            throw new UsageProblem("--whole and --file-system contradict each other", null);
        }
        return new CaptureOrder(
                devices.stream().map(session().env()::path).toList(),
                session().env().path(to),
                Optional.ofNullable(name),
                Optional.ofNullable(fileSystem),
                whole,
                hashes == HashesBy.PARTCLONE,
                cut,
                bufferSize.bytes(),
                asClonezilla ? Optional.of(new ByteSize(PieceLength.PARTCLONE)) : Optional.ofNullable(pieceLength),
                !noBootSectorCopy && !asClonezilla,
                slices,
                SourceAllowances.parse(allow),
                trackers.stream().map(TrackerUrl::check).toList(),
                isPrivate,
                Optional.of(creator == null ? Version.line() : creator),
                Optional.ofNullable(comment),
                threads.count());
    }
}
