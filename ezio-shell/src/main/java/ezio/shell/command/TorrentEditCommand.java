package ezio.shell.command;

import ezio.core.torrent.TorrentFiles;
import ezio.core.torrent.TorrentSpec;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ezio torrent edit}. */
@Command(
        name = "edit",
        description =
                "Changes the trackers of a .torrent; its info-hash stays. First all others go (--set-tracker), then"
                        + " some (--remove-tracker), then new ones come.")
final class TorrentEditCommand extends EzioCommand {

    @Parameters(paramLabel = "TORRENT", description = "a file or an http:// address")
    private String torrent;

    @Option(names = "--add-tracker", paramLabel = "URL", description = "add a tracker; may be given again")
    private List<String> added = List.of();

    @Option(names = "--remove-tracker", paramLabel = "URL", description = "remove a tracker; may be given again")
    private List<String> removed = List.of();

    @Option(names = "--set-tracker", paramLabel = "URL", description = "have this tracker only; may be given again")
    private List<String> set = List.of();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "what to write; default: TORRENT itself")
    private String out;

    TorrentEditCommand(Session session) {
        super(session);
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        if (added.isEmpty() && removed.isEmpty() && set.isEmpty()) {
            throw new UsageProblem(
                    "nothing to change", "give --add-tracker URL, --remove-tracker URL or --set-tracker URL");
        }
        if (out == null && torrent.contains("://")) {
            throw new UsageProblem("an address cannot be written to", "say with -o FILE what to write");
        }
        TorrentSpec before = TorrentLoader.load(session(), torrent);
        TorrentSpec after = before.withTrackers(change(before.trackers()));
        Path file = session().env().path(out == null ? torrent : out);
        TorrentFiles.write(after, file);
        List<String> trackers = after.trackers().stream().flatMap(List::stream).toList();
        session()
                .console()
                .result(Event.of(
                                EventKind.TORRENT_CHANGED,
                                "write",
                                "wrote " + file + ": "
                                        + (trackers.isEmpty()
                                                ? "no trackers"
                                                : "trackers " + String.join(", ", trackers)))
                        .with("file", file.toString())
                        .with("infoHash", after.infoHash().hex())
                        .with("trackers", after.trackers()));
        return ExitCode.OK;
    }

    private List<List<String>> change(List<List<String>> before) {
        List<List<String>> tiers = new ArrayList<>();
        for (List<String> tier : set.isEmpty() ? before : List.<List<String>>of()) {
            List<String> kept =
                    tier.stream().filter(url -> !removed.contains(url)).toList();
            if (!kept.isEmpty()) {
                tiers.add(kept);
            }
        }
        for (String url : removed) {
            if (before.stream().noneMatch(tier -> tier.contains(url))) {
                throw new UsageProblem(torrent + " has no tracker " + url, "\"ezio torrent show\" lists its trackers");
            }
        }
        for (List<String> more : List.of(set, added)) {
            for (String url : more) {
                if (tiers.stream().noneMatch(tier -> tier.contains(url))) {
                    tiers.add(List.of(TrackerUrl.check(url)));
                }
            }
        }
        return tiers;
    }
}
