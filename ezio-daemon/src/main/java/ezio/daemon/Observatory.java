package ezio.daemon;

import ezio.core.swarm.TransferStatus;
import ezio.verb.live.LiveImage;
import ezio.verb.live.LiveNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The images of a node as they were a moment ago, however many clients ask: to look at a transfer holds it up for a moment.
 * Safe for use by any thread.
 */
final class Observatory {

    // Clients ask every second or two; who asks a thousand times in one is to cost the transfers nothing.
    private static final long FRESH_NS = 50_000_000;

    /**
     * One image at one moment.
     *
     * @param sinceDownload empty if nothing ever arrived
     */
    record Sight(
            LiveImage image,
            TransferStatus status,
            Duration active,
            Duration finished,
            Duration seeding,
            Optional<Duration> sinceDownload) {}

    private final LiveNode node;
    private final LongSupplier nanoTime;
    private final Map<LiveImage, ImageTimes> times = new HashMap<>();
    private List<Sight> last = List.of();
    private long lastNs;
    private boolean isStale = true;

    Observatory(LiveNode node, LongSupplier nanoTime) {
        this.node = node;
        this.nanoTime = nanoTime;
    }

    /** Returns all images, in the order in which they were added. */
    synchronized List<Sight> look() {
        long now = nanoTime.getAsLong();
        if (isStale || now - lastNs >= FRESH_NS) {
            List<Sight> seen = new ArrayList<>();
            List<LiveImage> images = node.images();
            times.keySet().retainAll(images);
            for (LiveImage image : images) {
                seen.add(look(image, now));
            }
            last = List.copyOf(seen);
            lastNs = now;
            isStale = false;
        }
        return last;
    }

    private Sight look(LiveImage image, long now) {
        TransferStatus status = image.status();
        ImageTimes of = times.computeIfAbsent(image, added -> new ImageTimes(now));
        of.look(status, now);
        return new Sight(image, status, of.active(), of.finished(), of.seeding(), of.sinceDownload(now));
    }

    /** Something was done to an image: the next one to look is to see it. */
    synchronized void changed() {
        isStale = true;
    }
}
