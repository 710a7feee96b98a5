package ezio.recipe.run;

import ezio.core.torrent.TorrentSpec;
import ezio.core.tracker.TrackerSettings;
import ezio.recipe.plan.Plan;
import ezio.recipe.plan.PlannedTracker;
import ezio.verb.LocalHost;
import ezio.verb.SeederTracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The trackers of a recipe: those elsewhere, and the one that runs beside it, if it has one. Thread-safe. */
public final class Trackers implements AutoCloseable {

    private final List<String> external;
    private final Optional<SeederTracker> embedded;

    private Trackers(List<String> external, Optional<SeederTracker> embedded) {
        this.external = external;
        this.embedded = embedded;
    }

    /**
     * Starts the one that runs beside the recipe.
     *
     * @throws ezio.core.problem.ListenFailure if its port is taken
     */
    public static Trackers start(Plan plan, RunSettings settings, RunListener listener) {
        List<String> external = plan.trackers().stream()
                .filter(PlannedTracker.External.class::isInstance)
                .map(tracker -> ((PlannedTracker.External) tracker).url())
                .toList();
        Optional<SeederTracker> embedded = plan.trackers().stream()
                .filter(PlannedTracker.Embedded.class::isInstance)
                .map(PlannedTracker.Embedded.class::cast)
                .findFirst()
                .map(tracker -> start(tracker, settings));
        embedded.ifPresent(tracker -> listener.happened(
                RunEvent.of(RunEvent.Kind.STEP_NOTE, "run", "the tracker is at " + tracker.announceUrl())
                        .with(Map.of("tracker", tracker.announceUrl(), "port", tracker.port()))));
        return new Trackers(external, embedded);
    }

    private static SeederTracker start(PlannedTracker.Embedded tracker, RunSettings settings) {
        TrackerSettings own = TrackerSettings.defaults().withPort(tracker.port());
        String host = tracker.host()
                .or(settings::trackerHost)
                .or(() -> settings.swarm()
                        .listenAddress()
                        .filter(address -> !address.isAnyLocalAddress())
                        .map(java.net.InetAddress::getHostAddress))
                .orElseGet(() -> LocalHost.address().getHostAddress());
        return SeederTracker.start(
                settings.swarm().listenAddress().map(own::withListenAddress).orElse(own),
                host,
                settings.stateDirectory());
    }

    /** Returns the addresses that new torrents get. */
    List<String> urls() {
        List<String> urls = new ArrayList<>();
        embedded.ifPresent(tracker -> urls.add(tracker.announceUrl()));
        urls.addAll(external);
        return urls;
    }

    /** Returns the torrent with the recipe's trackers before its own ones. */
    TorrentSpec announced(TorrentSpec torrent) {
        List<String> own = urls();
        if (own.isEmpty()) {
            return torrent;
        }
        List<List<String>> tiers = new ArrayList<>();
        own.forEach(url -> tiers.add(List.of(url)));
        torrent.trackers().stream()
                .map(tier -> tier.stream().filter(url -> !own.contains(url)).toList())
                .filter(tier -> !tier.isEmpty())
                .forEach(tiers::add);
        return torrent.withTrackers(tiers);
    }

    /** Hands out the torrent of what is seeded, where a tracker runs beside the recipe. */
    TorrentSpec publish(TorrentSpec torrent, StepWork work) {
        TorrentSpec announced = announced(torrent);
        if (embedded.isEmpty()) {
            return announced;
        }
        SeederTracker.Published published = embedded.get().publish(announced);
        work.note(torrent.name() + ": the torrent is at " + published.url());
        work.fact("torrentUrl", published.url());
        return published.torrent();
    }

    @Override
    public void close() {
        embedded.ifPresent(SeederTracker::close);
    }
}
