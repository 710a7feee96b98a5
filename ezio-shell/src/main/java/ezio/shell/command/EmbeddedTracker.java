package ezio.shell.command;

import ezio.core.torrent.TorrentFiles;
import ezio.core.torrent.TorrentSpec;
import ezio.core.tracker.Tracker;
import ezio.core.tracker.TrackerSettings;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The tracker that a seeder can run beside itself. */
final class EmbeddedTracker {

    @Option(names = "--tracker", description = "run a tracker as well, and hand out the torrents")
    private boolean wanted;

    @Option(names = "--tracker-port", paramLabel = "N", description = "its port, 0 for any; default: 6969")
    private int port = TrackerSettings.DEFAULT_PORT;

    @Option(
            names = "--tracker-host",
            paramLabel = "NAME",
            description = "how other machines call this one; default: its address in the network")
    private String host;

    /** Starts it where it is wanted; the caller closes what comes back in any case. */
    Running start(Session session, ListenOption listen) {
        return wanted ? new Running(session, settings(listen), hostName(listen)) : new Running(session);
    }

    private TrackerSettings settings(ListenOption listen) {
        if (port < 0 || port > 65535) {
            throw new UsageProblem("--tracker-port: " + port + " is not in 0 to 65535", null);
        }
        TrackerSettings settings = TrackerSettings.defaults().withPort(port);
        return listen.address().map(settings::withListenAddress).orElse(settings);
    }

    private String hostName(ListenOption listen) {
        return host != null
                ? host
                : listen.address()
                        .filter(address -> !address.isAnyLocalAddress())
                        .orElseGet(LocalHost::address)
                        .getHostAddress();
    }

    /** A tracker that may be there, and the torrents that it hands out. */
    static final class Running implements AutoCloseable {

        private final Session session;
        private final Tracker tracker;
        private final Path directory;
        private final String announceUrl;

        private Running(Session session) {
            this.session = session;
            this.tracker = null;
            this.directory = null;
            this.announceUrl = null;
        }

        private Running(Session session, TrackerSettings settings, String host) {
            this.session = session;
            this.directory = makeDirectory(session.env().stateDirectory());
            try {
                this.tracker = Tracker.start(settings.withTorrentsDirectory(directory));
            } catch (RuntimeException e) {
                remove(List.of(directory));
                throw e;
            }
            this.announceUrl = tracker.announceUrl(host);
            session.console()
                    .say(Event.of(EventKind.LISTENING, "listen", "the tracker is at " + announceUrl)
                            .with("port", tracker.port())
                            .with("tracker", announceUrl));
        }

        /** Returns the torrent with this tracker before its own ones, and hands it out; as it is where there is none. */
        TorrentSpec publish(TorrentSpec torrent) {
            if (tracker == null) {
                return torrent;
            }
            List<List<String>> tiers = new ArrayList<>();
            tiers.add(List.of(announceUrl));
            torrent.trackers().stream()
                    .map(tier -> tier.stream()
                            .filter(url -> !url.equals(announceUrl))
                            .toList())
                    .filter(tier -> !tier.isEmpty())
                    .forEach(tiers::add);
            TorrentSpec announced = torrent.withTrackers(tiers);
            String name = torrent.name().replace('/', '-') + ".torrent";
            TorrentFiles.write(announced, directory.resolve(name));
            String url = announceUrl.replaceFirst("/announce$", "/torrents/" + name);
            session.console()
                    .say(Event.of(EventKind.LISTENING, "listen", torrent.name() + ": the torrent is at " + url)
                            .with("image", torrent.name())
                            .with("url", url));
            return announced;
        }

        @Override
        public void close() {
            if (tracker == null) {
                return;
            }
            tracker.close();
            try (var files = Files.list(directory)) {
                remove(files.toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            remove(List.of(directory));
        }

        private static Path makeDirectory(Path state) {
            try {
                Files.createDirectories(state);
                return Files.createTempDirectory(state, "torrents");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void remove(List<Path> paths) {
            try {
                for (Path path : paths) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
