package ezio.verb.live;

import ezio.core.problem.Problem;
import ezio.core.torrent.TorrentSpec;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where what happens on a node is told to its listeners, in order, on the thread of one executor. */
final class Board {

    private static final Logger LOG = LoggerFactory.getLogger(Board.class);

    private static final int KEPT = 500;

    private final Clock clock;
    private final Executor executor;
    private final List<LiveListener> listeners = new CopyOnWriteArrayList<>();
    private final Deque<LiveEvent> last = new ArrayDeque<>();

    /**
     * @param executor of one thread; where it takes nothing any more, nothing is told
     */
    Board(Clock clock, Executor executor) {
        this.clock = clock;
        this.executor = executor;
    }

    void add(LiveListener listener) {
        listeners.add(listener);
    }

    /** Returns what was told last, five hundred events at most, the oldest first. */
    List<LiveEvent> last() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }

    void remove(LiveListener listener) {
        listeners.remove(listener);
    }

    /** Tells of something; returns at once. */
    void post(LiveEvent.Kind kind, TorrentSpec image, String text, Map<String, Object> fields) {
        post(kind, image, text, fields, Optional.empty());
    }

    void post(
            LiveEvent.Kind kind,
            TorrentSpec image,
            String text,
            Map<String, Object> fields,
            Optional<Problem> problem) {
        LiveEvent event = new LiveEvent(
                clock.instant(), kind, Optional.of(image.infoHash()), image.name(), text, fields, problem);
        executor.execute(() -> tell(event));
    }

    /** Tells that an image ended with a problem and is not complete. */
    void failed(TorrentSpec image, Path path, Throwable why) {
        post(
                LiveEvent.Kind.FAILED,
                image,
                "not complete: " + Problem.reason(why),
                Map.of("path", path.toString()),
                why instanceof Problem problem ? Optional.of(problem) : Optional.empty());
    }

    private void tell(LiveEvent event) {
        synchronized (last) {
            last.add(event);
            if (last.size() > KEPT) {
                last.remove();
            }
        }
        for (LiveListener listener : listeners) {
            try {
                listener.happened(event);
            } catch (RuntimeException e) {
                // The others are to hear of it.
                LOG.error("listener", e);
            }
        }
    }
}
