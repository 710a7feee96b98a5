package ezio.daemon;

import ezio.core.problem.Problem;
import ezio.core.progress.CancelToken;
import ezio.verb.live.LiveListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what happens at a daemon to listeners, on a thread of its own; calls again where the line is cut. */
final class EventWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final DaemonClient client;
    private final List<LiveListener> listeners = new CopyOnWriteArrayList<>();
    private final CancelToken cancel = new CancelToken();
    private Thread thread;

    EventWatch(DaemonClient client) {
        this.client = client;
    }

    synchronized void add(LiveListener listener) {
        listeners.add(listener);
        if (thread == null) {
            thread = new Thread(this::watch, "ezio-events");
            thread.setDaemon(true);
            thread.start();
        }
    }

    void remove(LiveListener listener) {
        listeners.remove(listener);
    }

    private void watch() {
        try {
            while (!cancel.isCancelled()) {
                try {
                    client.watch(
                            event -> EventMessages.read(event)
                                    .ifPresent(happened -> listeners.forEach(each -> each.happened(happened))),
                            cancel);
                } catch (Problem e) {
                    LOG.debug("events of {}", client.address(), e);
                }
                cancel.pause(PAUSE);
            }
        } catch (CancellationException e) {
            LOG.debug("no longer watching", e);
        }
    }

    @Override
    public void close() {
        cancel.cancel();
    }
}
