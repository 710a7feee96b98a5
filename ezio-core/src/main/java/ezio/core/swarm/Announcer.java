package ezio.core.swarm;

import bt.net.Peer;
import ezio.core.problem.Problem;
import ezio.core.swarm.TrackerClient.Event;
import ezio.core.swarm.policy.Announcing;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the trackers of one torrent how it stands and collects the peers that they name. Every tracker is asked, not one
 * of each tier: on a LAN there are few, and each may know machines that the others do not.
 */
final class Announcer {

    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    /** How the transfer stands, as far as the pace of announces depends on it. */
    record Standing(boolean isAlone, boolean isSeed) {}

    private final List<String> trackers;
    private final Map<String, TrackerClient> clients = new ConcurrentHashMap<>();
    private final Function<String, TrackerClient> newClient;
    private final ScheduledExecutorService executor;
    private final java.util.function.Supplier<Standing> standing;
    private final Consumer<Peer> onPeer;
    private final TransferEvents events;
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final List<java.util.concurrent.Future<?>> farewells = new java.util.ArrayList<>();
    private volatile boolean isStopped;

    /**
     * @param newClient makes the client for the address of a tracker
     */
    Announcer(
            Function<String, TrackerClient> newClient,
            List<List<String>> tiers,
            ScheduledExecutorService executor,
            java.util.function.Supplier<Standing> standing,
            Consumer<Peer> onPeer,
            TransferEvents events) {
        this.newClient = newClient;
        this.trackers = tiers.stream().flatMap(List::stream).distinct().toList();
        this.executor = executor;
        this.standing = standing;
        this.onPeer = onPeer;
        this.events = events;
    }

    void start() {
        trackers.forEach(tracker -> executor.execute(() -> announceAndGoOn(tracker, Event.STARTED, 1, 0)));
    }

    /** Tells every tracker that the transfer is complete. */
    void completed() {
        if (isStopped) {
            return;
        }
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

    private void announceAndGoOn(String tracker, Event event, int count, int failuresBefore) {
        if (isStopped) {
            return;
        }
        Optional<Duration> interval = announce(tracker, event);
        int failed = interval.isPresent() ? 0 : failuresBefore + 1;
        Standing now = standing.get();
        Duration next = interval.map(asked -> Announcing.next(count, now.isAlone(), now.isSeed(), asked))
                .orElseGet(() -> Announcing.afterFailure(failed));
        Event nextEvent = interval.isEmpty() && event == Event.STARTED ? Event.STARTED : Event.NONE;
        if (!isStopped && !executor.isShutdown()) {
            var unused = executor.schedule(
                    () -> announceAndGoOn(tracker, nextEvent, count + 1, failed),
                    next.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Returns the interval that the tracker asks for; empty if it could not be asked. */
    private Optional<Duration> announce(String tracker, Event event) {
        String failure;
        try {
            TrackerClient.Reply reply =
                    clients.computeIfAbsent(tracker, newClient).announce(event);
            noteSuccess(tracker);
            if (!isStopped) {
                reply.peers().forEach(onPeer);
            }
            return Optional.of(reply.interval());
        } catch (IOException | RuntimeException e) {
            failure = Problem.reason(e);
            LOG.debug("announce to {}", tracker, e);
        }
        if (!failure.equals(failures.put(tracker, failure))) {
            LOG.warn("tracker {}: {}", tracker, failure);
            events.trackerFailed(tracker, failure);
        }
        return Optional.empty();
    }

    private void noteSuccess(String tracker) {
        if (failures.remove(tracker) != null) {
            LOG.info("tracker {} answers again", tracker);
            events.trackerBack(tracker);
        }
    }
}
