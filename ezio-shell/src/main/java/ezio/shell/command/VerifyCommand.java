package ezio.shell.command;

import ezio.core.torrent.ImageCheck;
import ezio.core.torrent.TorrentSpec;
import ezio.core.torrent.WrongPiece;
import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.core.unit.TimeSpan;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import ezio.verb.live.CheckOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ezio verify}. */
@Command(
        name = "verify",
        description = "Compares every piece of an image with its torrent; ends with 7 if one differs.")
final class VerifyCommand extends EzioCommand implements MayBeJob {

    private static final int SHOWN_RANGES = 4;

    @Parameters(index = "0", paramLabel = "TORRENT", description = "a file or an http:// address")
    private String torrentText;

    @Parameters(
            index = "1",
            paramLabel = "PATH",
            description = "a device, an image file, a directory of slices, or an image of partclone's, packed or not")
    private String path;

    @Option(names = "--slices", description = "PATH is a directory of slices")
    private boolean slices;

    @Option(names = "--show", paramLabel = "N", description = "list so many wrong pieces; default: 10")
    private int shown = 10;

    @Mixin
    private ThreadsOption threads = new ThreadsOption();

    VerifyCommand(Session session) {
        super(session);
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        long beganNs = System.nanoTime();
        int threadCount = threads.count();
        session().onStopSay(() -> "stopping, the image was not read to its end");
        TorrentSpec torrent = TorrentLoader.load(session(), torrentText);
        String label = "checking " + torrent.name();
        ImageCheck check;
        try {
            check = session()
                    .check(
                            new CheckOrder(torrent, session().imagePath(path), slices, threadCount),
                            session().progress("verify", label));
        } finally {
            session().console().progressEnded(label);
        }
        if (!check.isGood()) {
            session().console().result(wrong(check));
        }
        check.throwIfWrong();
        session().console().result(right(check, Duration.ofNanos(System.nanoTime() - beganNs)));
        return ExitCode.OK;
    }

    private static Event right(ImageCheck check, Duration taken) {
        TorrentSpec torrent = check.torrent();
        String text = String.format(
                Locale.ROOT,
                "%s: %s on %s %s right, %s in %s (%s)",
                torrent.name(),
                torrent.pieceCount() == 1
                        ? "the only piece"
                        : String.format(Locale.ROOT, "all %,d pieces", torrent.pieceCount()),
                check.imageName(),
                torrent.pieceCount() == 1 ? "is" : "are",
                ByteSize.print(torrent.totalBytes()),
                TimeSpan.print(taken),
                Rate.of(torrent.totalBytes(), taken));
        return Event.of(EventKind.VERIFIED, "verify", text)
                .with("image", torrent.name())
                .with("path", check.imageName())
                .with("pieces", torrent.pieceCount())
                .with("totalBytes", torrent.totalBytes())
                .with("seconds", taken.toMillis() / 1000.0);
    }

    private Event wrong(ImageCheck check) {
        List<WrongPiece> pieces = check.wrongPieces();
        List<String> lines = new ArrayList<>();
        pieces.stream().limit(Math.max(0, shown)).map(VerifyCommand::line).forEach(lines::add);
        if (pieces.size() > shown) {
            lines.add(String.format(Locale.ROOT, "… and %,d more", pieces.size() - Math.max(0, shown)));
        }
        return Event.of(EventKind.MISMATCH, "verify", String.join("\n", lines))
                .with("image", check.torrent().name())
                .with("path", check.imageName())
                .with("pieces", check.torrent().pieceCount())
                .with("wrong", pieces.stream().map(VerifyCommand::fields).toList());
    }

    private static String line(WrongPiece piece) {
        String ranges = piece.deviceRanges().stream()
                .limit(SHOWN_RANGES)
                .map(range -> String.format(
                        Locale.ROOT, "0x%x (%s)", range.offsetBytes(), ByteSize.print(range.lengthBytes())))
                .collect(Collectors.joining(", "));
        int more = piece.deviceRanges().size() - SHOWN_RANGES;
        return "piece " + piece.index() + " differs: " + ranges + (more > 0 ? " and " + more + " more ranges" : "");
    }

    private static Map<String, Object> fields(WrongPiece piece) {
        return Map.of(
                "piece",
                piece.index(),
                "expected",
                piece.expected(),
                "found",
                piece.found(),
                "ranges",
                piece.deviceRanges().stream()
                        .map(range -> Map.of("offsetBytes", range.offsetBytes(), "lengthBytes", range.lengthBytes()))
                        .toList());
    }
}
