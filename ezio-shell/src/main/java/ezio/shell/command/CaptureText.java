package ezio.shell.command;

import ezio.core.extent.ExtentMap;
import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.ByteSize;
import ezio.core.unit.TimeSpan;
import ezio.partclone.capture.FileSystems;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.verb.Capture;
import ezio.verb.CaptureSource;
import ezio.verb.CapturedImage;
import ezio.verb.SkippedSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Says what a capture found and made. */
final class CaptureText {

    private CaptureText() {}

    static Event skipped(SkippedSource skipped) {
        return Event.of(EventKind.SKIPPED, "read", skipped.path() + " is not captured, it is " + skipped.why())
                .with("device", skipped.path().toString())
                .with("reason", skipped.why());
    }

    /** Returns what is about to be read. */
    static Event found(Capture capture) {
        CaptureSource source = capture.source();
        ExtentMap extents = capture.extents();
        String what = source.fileSystem().isPresent()
                ? String.format(
                        Locale.ROOT,
                        "%s of %s in %,d %s, the used blocks as %s finds them",
                        ByteSize.print(extents.totalBytes()),
                        ByteSize.print(capture.deviceBytes()),
                        extents.count(),
                        extents.count() == 1 ? "extent" : "extents",
                        source.fileSystem().get().program())
                : "all " + ByteSize.print(extents.totalBytes()) + ", used or not, " + source.whyWhole();
        String copy = capture.bootSectorCopy().isPresent() ? ", and the copy of the boot sector" : "";
        String type = source.type().map(found -> " (" + found + ")").orElse("");
        return fields(
                Event.of(EventKind.NOTE, "read", source.name() + ": " + source.path() + type + ": " + what + copy),
                capture);
    }

    /** Returns what the user should know about what is captured, though nothing is wrong yet. */
    static Optional<Event> warning(Capture capture) {
        CaptureSource source = capture.source();
        if (source.fileSystem().isEmpty()) {
            return Optional.empty();
        }
        FileSystems known = source.fileSystem().get();
        String text = known == FileSystems.NTFS
                ? capture.lacksBootSectorCopy() ? "no copy of the boot sector was found" : ""
                : known.flaws();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String subject = known == FileSystems.NTFS ? "" : known.program() + " ";
        return Optional.of(Event.of(EventKind.WARNING, "read", source.name() + ": " + subject + text)
                .with("image", source.name())
                .with("device", source.path().toString()));
    }

    private static Event fields(Event event, Capture capture) {
        CaptureSource source = capture.source();
        return event.with("image", source.name())
                .with("device", source.path().toString())
                .with("fileSystem", source.type().orElse(null))
                .with("partclone", source.fileSystem().map(FileSystems::program).orElse(null))
                .with("whole", source.fileSystem().isEmpty())
                .with("extents", capture.extents().count())
                .with("usedBytes", capture.extents().totalBytes())
                .with("deviceBytes", capture.deviceBytes())
                .with("bootSectorCopy", capture.bootSectorCopy().isPresent());
    }

    /** Returns what was made. */
    static Event captured(Capture capture, CapturedImage image, HashesBy hashes, Duration taken) {
        TorrentSpec torrent = image.torrent();
        String text = String.format(
                Locale.ROOT,
                "%s: wrote %s%s: %,d %s of %s, info hash %s, %s",
                capture.source().name(),
                image.torrentFile(),
                image.slices().map(slices -> " and " + slices).orElse(""),
                torrent.pieceCount(),
                torrent.pieceCount() == 1 ? "piece" : "pieces",
                ByteSize.print(torrent.pieceLengthBytes()),
                torrent.infoHash(),
                TimeSpan.print(taken));
        return fields(Event.of(EventKind.CAPTURED, "write", text), capture)
                .with("file", image.torrentFile().toString())
                .with("torrentInfo", image.infoFile().toString())
                .with("torrentInfoHashes", image.infoHasHashes())
                .with("slices", image.slices().map(Path::toString).orElse(null))
                .with("infoHash", torrent.infoHash().hex())
                .with("totalBytes", torrent.totalBytes())
                .with("neededBytes", torrent.neededBytes())
                .with("pieceLengthBytes", torrent.pieceLengthBytes())
                .with("pieces", torrent.pieceCount())
                .with("hashes", hashes.name().toLowerCase(Locale.ROOT))
                .with("seconds", taken.toMillis() / 1000.0);
    }
}
