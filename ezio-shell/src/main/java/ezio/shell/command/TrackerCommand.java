package ezio.shell.command;

import ezio.core.torrent.InfoHash;
import ezio.core.tracker.TorrentCounts;
import ezio.core.tracker.Tracker;
import ezio.core.tracker.TrackerSettings;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.console.ProgressLine;
import ezio.shell.env.ExitCode;
import ezio.verb.LocalHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ezio tracker}. */
@Command(name = "tracker", description = "Runs a tracker until it is stopped.")
final class TrackerCommand extends EzioCommand {

    @Option(names = "--port", paramLabel = "N", description = "its port, 0 for any; default: 6969")
    private int port = TrackerSettings.DEFAULT_PORT;

    @Mixin
    private ListenOption listen = new ListenOption();

    @Option(names = "--torrents", paramLabel = "DIR", description = "hand out the .torrent files that are in there")
    private String torrents;

    TrackerCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        CountDownLatch stopped = new CountDownLatch(1);
        session().cancel().onCancel(stopped::countDown);
        try (Tracker tracker = Tracker.start(settings())) {
            String host = listen.address()
                    .filter(address -> !address.isAnyLocalAddress())
                    .orElseGet(LocalHost::address)
                    .getHostAddress();
            String url = tracker.announceUrl(host);
            session()
                    .console()
                    .say(Event.of(EventKind.LISTENING, "listen", "the tracker is at " + url)
                            .with("port", tracker.port())
                            .with("tracker", url));
            do {
                tracker.counts()
                        .forEach((infoHash, counts) -> session().console().progress(line(infoHash, counts)));
            } while (!stopped.await(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    private TrackerSettings settings() {
        if (port < 0 || port > 65535) {
            throw new UsageProblem("--port: " + port + " is not in 0 to 65535", null);
        }
        TrackerSettings settings = TrackerSettings.defaults().withPort(port);
        if (torrents != null) {
            Path directory = session().env().path(torrents);
            if (!Files.isDirectory(directory)) {
                throw new UsageProblem("--torrents: there is no directory " + torrents, null);
            }
            settings = settings.withTorrentsDirectory(directory);
        }
        return listen.address().map(settings::withListenAddress).orElse(settings);
    }

    private static ProgressLine line(InfoHash infoHash, TorrentCounts counts) {
        String words = String.format(
                Locale.ROOT,
                "%,d %s, %,d loading, %,d completed",
                counts.seeds(),
                counts.seeds() == 1 ? "seed" : "seeds",
                counts.leeches(),
                counts.completed());
        return ProgressLine.withoutBar(
                infoHash.hex(),
                "track",
                infoHash.brief(),
                words,
                Map.of(
                        "infoHash",
                        infoHash.hex(),
                        "seeds",
                        counts.seeds(),
                        "leeches",
                        counts.leeches(),
                        "completed",
                        counts.completed()));
    }
}
