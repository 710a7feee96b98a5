package ezio.shell.command;

import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.core.unit.TimeSpan;
import ezio.partclone.image.ChecksumMode;
import ezio.partclone.volume.Compression;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import ezio.verb.ImageMaker;
import ezio.verb.ImageOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ezio image create}. */
@Command(
        name = "create",
        description = "Writes an image of a partition that partclone restores. partclone finds the used blocks; what it"
                + " does not know is taken whole. The device is only read.")
final class ImageCreateCommand extends EzioCommand implements MayBeJob {

    @Parameters(paramLabel = "DEVICE", description = "a partition, a logical volume, or an image file of one")
    private String device;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            required = true,
            description = "what to write; its suffix decides how it is packed: .zst, .gz, .lz4, .xz")
    private String to;

    @Option(
            names = "--compress",
            paramLabel = "HOW",
            description = "zst, gz, lz4, xz or none, where the name of FILE does not say")
    private String compress;

    @Option(names = "--level", paramLabel = "N", description = "gz 1 to 9, zst 1 to 19, xz 0 to 7; default: 1, 3, 2")
    private Integer level;

    @Option(
            names = "--checksum",
            paramLabel = "KIND",
            description = "crc32 or none, which all partclones read; xxh64 or xxh128, which newer than 0.3.40 read;"
                    + " default: crc32")
    private ImageChecksum checksum = ImageChecksum.CRC32;

    @Option(
            names = "--blocks-per-checksum",
            paramLabel = "N",
            description = "default: as many as 1MiB holds, as partclone does")
    private Long blocksPerChecksum;

    @Option(
            names = "--file-system",
            paramLabel = "TYPE",
            description = "what is on DEVICE, in blkid's words; default: what blkid says")
    private String fileSystem;

    @Option(names = "--whole", description = "take DEVICE byte by byte, whatever is on it")
    private boolean whole;

    @Option(
            names = "--allow",
            paramLabel = "NAME",
            description = "read it although it is mounted for writing: mounted-source")
    private List<String> allow = List.of();

    @Mixin
    private ThreadsOption threads = new ThreadsOption();

    @Option(names = "--force", description = "replace FILE if it is there")
    private boolean force;

    ImageCreateCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        long beganNs = System.nanoTime();
        ImageOrder order = order();
        session().onStopSay(() -> "stopping, no image is written");
        if (!force && Files.exists(order.file())) {
            throw OutputExists.ofImage(order.file());
        }
        String searching = "looking for used blocks";
        ImageMaker maker = ImageMaker.prepare(
                order,
                Version.line(),
                session().progress("read", searching),
                session().cancel());
        session().console().progressEnded(searching);
        session().console().say(found(maker));
        String reading = "writing " + order.file().getFileName();
        long fileBytes =
                maker.make(session().progress("write", reading), session().cancel());
        session().console().progressEnded(reading);
        session()
                .console()
                .result(created(maker, order.file(), fileBytes, Duration.ofNanos(System.nanoTime() - beganNs)));
        return ExitCode.OK;
    }

    private ImageOrder order() {
        if (whole && fileSystem != null) {
            throw new UsageProblem("--whole and --file-system contradict each other", null);
        }
        return new ImageOrder(
                session().env().path(device),
                session().env().path(to),
                Optional.ofNullable(fileSystem),
                whole,
                SourceAllowances.parse(allow),
                checksum.mode(),
                blocksPerChecksum == null ? OptionalLong.empty() : OptionalLong.of(blocksPerChecksum),
                Optional.ofNullable(compress).map(ImageCreateCommand::compression),
                level == null ? OptionalInt.empty() : OptionalInt.of(level),
                threads.count());
    }

    private static Compression compression(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        return Compression.named(Path.of("x." + word))
                .or(() -> word.equals("none") ? Optional.of(Compression.NONE) : Optional.empty())
                .orElseThrow(() -> new UsageProblem(
                        "--compress: \"" + text + "\" is no kind of compression", "there is zst, gz, lz4, xz, none"));
    }

    private static Event found(ImageMaker maker) {
        String what = maker.source().fileSystem().isPresent()
                ? String.format(
                        Locale.ROOT,
                        "%s of %s, the used blocks as %s finds them",
                        ByteSize.print(maker.usedBytes()),
                        ByteSize.print(maker.header().deviceBytes()),
                        maker.source().fileSystem().get().program())
                : "all " + ByteSize.print(maker.usedBytes()) + ", used or not, "
                        + maker.source().whyWhole();
        String type = maker.source().type().map(name -> " (" + name + ")").orElse("");
        return Event.of(EventKind.NOTE, "read", maker.source().path() + type + ": " + what)
                .with("device", maker.source().path().toString())
                .with("fileSystem", maker.source().type().orElse(null))
                .with("whole", maker.source().fileSystem().isEmpty())
                .with("usedBytes", maker.usedBytes())
                .with("deviceBytes", maker.header().deviceBytes());
    }

    private static Event created(ImageMaker maker, Path file, long fileBytes, Duration taken) {
        ChecksumMode mode = maker.header().checksumMode();
        String text = String.format(
                Locale.ROOT,
                "wrote %s: %s of %s%s, %s, in %s (%s)",
                file,
                ByteSize.print(maker.usedBytes()),
                maker.header().fileSystem(),
                maker.compression() == Compression.NONE
                        ? ", not packed"
                        : ", packed with " + maker.compression().title() + " to " + ByteSize.print(fileBytes),
                mode == ChecksumMode.NONE ? "without checksums" : "with " + mode.title(),
                TimeSpan.print(taken),
                Rate.of(maker.usedBytes(), taken));
        return Event.of(EventKind.IMAGE_CREATED, "write", text)
                .with("file", file.toString())
                .with("device", maker.source().path().toString())
                .with("fileSystem", maker.header().fileSystem())
                .with("compression", maker.compression().title())
                .with("checksumMode", mode.title())
                .with("blocksPerChecksum", maker.header().blocksPerChecksum())
                .with("blockBytes", maker.header().blockBytes())
                .with("usedBytes", maker.usedBytes())
                .with("deviceBytes", maker.header().deviceBytes())
                .with("storedBytes", fileBytes)
                .with("seconds", taken.toMillis() / 1000.0);
    }
}
