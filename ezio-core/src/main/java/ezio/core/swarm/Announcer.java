package ezio.core.swarm;

import bt.metainfo.TorrentId;
import bt.net.Peer;
import bt.tracker.Tracker;
import bt.tracker.TrackerRequestBuilder;
import bt.tracker.TrackerResponse;
import ezio.core.problem.Problem;
import ezio.core.swarm.policy.Announcing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the trackers of one torrent how it stands and collects the peers that they name. Every tracker is asked, not one
 * of each tier: on a LAN there are few, and each may know machines that the others do not.
 */
final class Announcer {

    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    /** What a tracker is told. */
    enum Event {
        STARTED,
        COMPLETED,
        STOPPED,
        NONE
    }

    /** How the transfer stands, as far as the pace of announces depends on it. */
    record Standing(boolean isAlone, boolean isSeed) {}

    private final BtFramework framework;
    private final TorrentId torrentId;
    private final List<String> trackers;
    private final ScheduledExecutorService executor;
    private final java.util.function.Supplier<Standing> standing;
    private final Consumer<Peer> onPeer;
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final List<java.util.concurrent.Future<?>> farewells = new java.util.ArrayList<>();
    private volatile boolean isStopped;

    Announcer(
            BtFramework framework,
            TorrentId torrentId,
            List<List<String>> tiers,
            ScheduledExecutorService executor,
            java.util.function.Supplier<Standing> standing,
            Consumer<Peer> onPeer) {
        this.framework = framework;
        this.torrentId = torrentId;
        this.trackers = tiers.stream().flatMap(List::stream).distinct().toList();
        this.executor = executor;
        this.standing = standing;
        this.onPeer = onPeer;
    }

    void start() {
        trackers.forEach(tracker -> executor.execute(() -> announceAndGoOn(tracker, Event.STARTED, 1)));
    }

    /** Tells every tracker that the transfer is complete. */
    void completed() {
        trackers.forEach(tracker -> executor.execute(() -> announce(tracker, Event.COMPLETED)));
    }

    /** Asks no more, and tells the trackers so once; waits for that at most {@code patience}. */
    synchronized void stop(Duration patience) {
        if (!isStopped) {
            isStopped = true;
            for (String tracker : trackers) {
                if (!failures.containsKey(tracker)) {
                    farewells.add(executor.submit(() -> {
                        var unused = announce(tracker, Event.STOPPED);
                    }));
                }
            }
        }
        long end = System.nanoTime() + patience.toNanos();
        for (var farewell : farewells) {
            try {
                farewell.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                LOG.debug("tracker did not hear of the stop", e);
            }
        }
    }

    /** Returns what is wrong with the trackers: "tracker http://…: refused"; empty if none or if one works. */
    Optional<String> trouble() {
        if (trackers.isEmpty() || failures.size() < trackers.size()) {
            return Optional.empty();
        }
        return failures.entrySet().stream().findFirst().map(e -> "tracker " + e.getKey() + ": " + e.getValue());
    }

    boolean hasTrackers() {
        return !trackers.isEmpty();
    }

    private void announceAndGoOn(String tracker, Event event, int count) {
        if (isStopped) {
            return;
        }
        Optional<Duration> interval = announce(tracker, event);
        Standing now = standing.get();
        Duration next = Announcing.next(count, now.isAlone(), now.isSeed(), interval.orElse(Duration.ZERO));
        Event nextEvent = interval.isEmpty() && event == Event.STARTED ? Event.STARTED : Event.NONE;
        if (!isStopped && !executor.isShutdown()) {
            var unused = executor.schedule(
                    () -> announceAndGoOn(tracker, nextEvent, count + 1), next.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Returns the interval that the tracker asks for; empty if it could not be asked. */
    private Optional<Duration> announce(String tracker, Event event) {
        String failure;
        try {
            if (!framework.trackers().isSupportedProtocol(tracker)) {
                failure = "its protocol is not supported";
            } else {
                TrackerResponse response = ask(framework.trackers().getTracker(tracker), event);
                if (response.isSuccess()) {
                    noteSuccess(tracker);
                    if (!isStopped) {
                        response.getPeers().forEach(onPeer);
                    }
                    return Optional.of(Duration.ofSeconds(Math.max(0, response.getInterval())));
                }
                failure = response.getErrorMessage() != null
                        ? response.getErrorMessage()
                        : response.getError().map(Problem::reason).orElse("no answer");
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // bt's parser follows nesting by recursion and believes announced lengths, and what a tracker sends is not
            // ours.
            failure = "unreadable answer: " + Problem.reason(e);
            LOG.debug("announce to {}", tracker, e);
        }
        if (!failure.equals(failures.put(tracker, failure))) {
            LOG.warn("tracker {}: {}", tracker, failure);
        }
        return Optional.empty();
    }

    private TrackerResponse ask(Tracker tracker, Event event) {
        TrackerRequestBuilder request = tracker.request(torrentId);
        // bt's client has one connection to each tracker, for all torrents, and refuses a second request meanwhile.
        synchronized (tracker) {
            return switch (event) {
                case STARTED -> request.start();
                case COMPLETED -> request.complete();
                case STOPPED -> request.stop();
                case NONE -> request.query();
            };
        }
    }

    private void noteSuccess(String tracker) {
        if (failures.remove(tracker) != null) {
            LOG.info("tracker {} answers again", tracker);
        }
    }
}
