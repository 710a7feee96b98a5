package ezio.shell.command;

import ezio.core.extent.Extent;
import ezio.core.extent.ExtentMap;
import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.ByteSize;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says what a torrent says. */
final class TorrentText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private TorrentText() {}

    /** Returns the event for {@code torrent show}, with {@code shownExtents} lines of its layout at most. */
    static Event of(TorrentSpec torrent, String source, int shownExtents) {
        return Event.of(EventKind.TORRENT, "show", text(torrent, shownExtents))
                .with("torrent", source)
                .with("image", torrent.name())
                .with("infoHash", torrent.infoHash().hex())
                .with("totalBytes", torrent.totalBytes())
                .with("deviceBytes", torrent.neededBytes())
                .with("pieceLengthBytes", torrent.pieceLengthBytes())
                .with("pieces", torrent.pieceCount())
                .with("private", torrent.isPrivate())
                .with("trackers", torrent.trackers())
                .with("creator", torrent.creator().orElse(null))
                .with("comment", torrent.comment().orElse(null))
                .with("created", torrent.created().map(Object::toString).orElse(null))
                .with(
                        "extents",
                        torrent.extents().extents().stream()
                                .map(TorrentText::range)
                                .toList());
    }

    private static Map<String, Object> range(Extent extent) {
        return Map.of("offsetBytes", extent.offsetBytes(), "lengthBytes", extent.lengthBytes());
    }

    private static String text(TorrentSpec torrent, int shownExtents) {
        ExtentMap extents = torrent.extents();
        List<String> lines = new ArrayList<>();
        add(lines, "name", torrent.name());
        add(lines, "info hash", torrent.infoHash().hex());
        add(
                lines,
                "size",
                String.format(
                        Locale.ROOT,
                        "%s (%,d bytes) in %,d %s",
                        ByteSize.print(torrent.totalBytes()),
                        torrent.totalBytes(),
                        extents.count(),
                        extents.count() == 1 ? "extent" : "extents"));
        add(
                lines,
                "needs",
                String.format(
                        Locale.ROOT,
                        "a device of %s (%,d bytes) or more",
                        ByteSize.print(torrent.neededBytes()),
                        torrent.neededBytes()));
        add(
                lines,
                "pieces",
                String.format(
                        Locale.ROOT, "%,d of %s", torrent.pieceCount(), ByteSize.print(torrent.pieceLengthBytes())));
        add(lines, "private", torrent.isPrivate() ? "yes" : "no");
        List<String> trackers =
                torrent.trackers().stream().map(tier -> String.join(" ", tier)).toList();
        add(lines, "trackers", trackers.isEmpty() ? "none" : String.join("\n            ", trackers));
        torrent.creator().ifPresent(creator -> add(lines, "made by", creator));
        torrent.created().ifPresent(time -> add(lines, "made at", TIME.format(time)));
        torrent.comment().ifPresent(comment -> add(lines, "comment", comment));
        lines.add("layout      OFFSET              LENGTH");
        extents.extents().stream()
                .limit(shownExtents)
                .map(extent -> String.format(
                        Locale.ROOT,
                        "            0x%-16x  %s",
                        extent.offsetBytes(),
                        ByteSize.print(extent.lengthBytes())))
                .forEach(lines::add);
        if (extents.count() > shownExtents) {
            lines.add(String.format(
                    Locale.ROOT, "            … and %,d more; --extents lists all", extents.count() - shownExtents));
        }
        return String.join("\n", lines);
    }

    private static void add(List<String> lines, String what, String value) {
        lines.add(String.format(Locale.ROOT, "%-11s %s", what, value));
    }
}
