package ezio.shell.command;

import ezio.core.torrent.TorrentSpec;
import ezio.core.tracker.TrackerSettings;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.verb.LocalHost;
import ezio.verb.SeederTracker;
import java.util.Optional;
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

    boolean isWanted() {
        return wanted;
    }

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
        private final Optional<SeederTracker> tracker;

        private Running(Session session) {
            this.session = session;
            this.tracker = Optional.empty();
        }

        private Running(Session session, TrackerSettings settings, String host) {
            this.session = session;
            SeederTracker started =
                    SeederTracker.start(settings, host, session.env().stateDirectory());
            this.tracker = Optional.of(started);
            session.console()
                    .say(Event.of(EventKind.LISTENING, "listen", "the tracker is at " + started.announceUrl())
                            .with("port", started.port())
                            .with("tracker", started.announceUrl()));
        }

        /** Returns the torrent with this tracker before its own ones, and hands it out; as it is where there is none. */
        TorrentSpec publish(TorrentSpec torrent) {
            if (tracker.isEmpty()) {
                return torrent;
            }
            SeederTracker.Published published = tracker.get().publish(torrent);
            session.console()
                    .say(Event.of(
                                    EventKind.LISTENING,
                                    "listen",
                                    torrent.name() + ": the torrent is at " + published.url())
                            .with("image", torrent.name())
                            .with("url", published.url()));
            return published.torrent();
        }

        @Override
        public void close() {
            tracker.ifPresent(SeederTracker::close);
        }
    }
}
