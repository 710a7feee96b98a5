package ezio.shell.command;

import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.core.unit.TimeSpan;
import ezio.partclone.clonezilla.ClonezillaImage;
import ezio.partclone.clonezilla.SavedPart;
import ezio.partclone.image.ChecksumMode;
import ezio.partclone.image.ImageCopy;
import ezio.partclone.image.PartcloneImage;
import ezio.partclone.image.PartitionImage;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ezio image check}. */
@Command(
        name = "check",
        description =
                "Reads a whole image and compares its checksums; ends at the first that is wrong, and says where.")
final class ImageCheckCommand extends EzioCommand {

    @Parameters(paramLabel = "IMAGE", description = "an image, one of its volumes, or a directory of Clonezilla's")
    private String image;

    ImageCheckCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        session().onStopSay(() -> "stopping, the image was not read to its end");
        Path path = session().env().path(image);
        if (!Files.isDirectory(path)) {
            check(PartitionImage.open(path), String.valueOf(path.getFileName()));
            return ExitCode.OK;
        }
        ClonezillaImage directory = ClonezillaImage.read(path);
        for (SavedPart part : directory.parts()) {
            if (part.content().isReadable()) {
                check(directory.open(part.name()), part.name());
            } else {
                session()
                        .note(
                                "check",
                                part.name() + ": not checked, it is "
                                        + part.content().words());
            }
        }
        return ExitCode.OK;
    }

    private void check(PartitionImage found, String name) {
        long beganNs = System.nanoTime();
        String label = "checking " + name;
        long bytes;
        try {
            bytes = ImageCopy.check(
                    found, session().progress("check", label), session().cancel());
        } finally {
            session().console().progressEnded(label);
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - beganNs);
        String text = String.format(
                Locale.ROOT,
                "%s: %s read to its end, %s, in %s (%s)",
                name,
                ByteSize.print(bytes),
                hasChecksums(found) ? "all checksums are right" : "it has no checksums of its own",
                TimeSpan.print(taken),
                Rate.of(bytes, taken));
        session()
                .console()
                .result(Event.of(EventKind.IMAGE_CHECKED, "check", text)
                        .with("image", name)
                        .with("path", found.name())
                        .with("totalBytes", bytes)
                        .with("checksums", hasChecksums(found))
                        .with("seconds", taken.toMillis() / 1000.0));
    }

    private static boolean hasChecksums(PartitionImage image) {
        return image instanceof PartcloneImage partclone && partclone.header().checksumMode() != ChecksumMode.NONE;
    }
}
