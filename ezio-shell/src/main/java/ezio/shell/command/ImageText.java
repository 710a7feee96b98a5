package ezio.shell.command;

import ezio.core.unit.ByteSize;
import ezio.partclone.image.ChecksumMode;
import ezio.partclone.image.ImageHeader;
import ezio.partclone.image.PartcloneImage;
import ezio.partclone.image.PartitionImage;
import ezio.partclone.volume.Compression;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Says what the image of a partition says. */
final class ImageText {

    private ImageText() {}

    /** Returns the event for {@code image show}. */
    static Event of(PartitionImage image) {
        List<String> lines = new ArrayList<>();
        add(lines, "image", image.name());
        add(lines, "stored", stored(image));
        Event event = Event.of(EventKind.IMAGE, "show", "")
                .with("path", image.name())
                .with(
                        "volumes",
                        image.volumes().paths().stream().map(Path::toString).toList())
                .with("storedBytes", image.volumes().totalBytes())
                .with("compression", image.compression().title())
                .with("fileSystem", image.fileSystem())
                .with("deviceBytes", boxed(image.deviceBytes()))
                .with("usedBytes", boxed(image.usedBytes()))
                .with("blockBytes", image.blockBytes());
        add(lines, "file system", image.fileSystem());
        if (image instanceof PartcloneImage partclone) {
            event = header(lines, event, partclone);
        } else {
            add(lines, "format", "raw, without a header");
        }
        add(lines, "device", image.deviceBytes().isPresent() ? size(image.deviceBytes()) : "as long as what is packed");
        if (image.usedBytes().isPresent()) {
            long blocks = image.usedBytes().getAsLong() / image.blockBytes();
            add(
                    lines,
                    "used",
                    String.format(
                            Locale.ROOT,
                            "%s in %,d blocks of %s",
                            size(image.usedBytes()),
                            blocks,
                            ByteSize.print(image.blockBytes())));
        }
        return new Event(event.kind(), event.step(), String.join("\n", lines), event.fields());
    }

    private static Event header(List<String> lines, Event event, PartcloneImage image) {
        ImageHeader header = image.header();
        String by = header.partcloneVersion();
        String madeBy = by.isEmpty() ? "" : ", made by " + (by.startsWith("ezio ") ? by : "partclone " + by);
        add(lines, "format", String.format(Locale.ROOT, "partclone %04d%s", header.version(), madeBy));
        add(lines, "checksums", checksums(header));
        return event.with("version", header.version())
                .with("partcloneVersion", header.partcloneVersion())
                .with("checksumMode", header.checksumMode().title())
                .with("blocksPerChecksum", header.blocksPerChecksum())
                .with("reseeded", header.isReseeded());
    }

    private static String checksums(ImageHeader header) {
        if (header.checksumMode() == ChecksumMode.NONE) {
            return "none";
        }
        return String.format(
                Locale.ROOT,
                "%s after every %,d %s%s",
                header.checksumMode().title(),
                header.blocksPerChecksum(),
                header.blocksPerChecksum() == 1 ? "block" : "blocks",
                header.isReseeded() ? "" : ", each of all blocks before it");
    }

    private static String stored(PartitionImage image) {
        int volumes = image.volumes().paths().size();
        return ByteSize.print(image.volumes().totalBytes())
                + (volumes == 1 ? "" : " in " + volumes + " volumes")
                + (image.compression() == Compression.NONE
                        ? ", not packed"
                        : ", packed with " + image.compression().title());
    }

    private static String size(OptionalLong bytes) {
        return String.format(Locale.ROOT, "%s (%,d bytes)", ByteSize.print(bytes.getAsLong()), bytes.getAsLong());
    }

    private static Long boxed(OptionalLong value) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
    }

    private static void add(List<String> lines, String what, String value) {
        lines.add(String.format(Locale.ROOT, "%-11s %s", what, value));
    }
}
