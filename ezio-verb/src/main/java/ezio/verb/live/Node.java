package ezio.verb.live;

import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.swarm.Pacing;
import ezio.core.swarm.SwarmSettings;
import ezio.core.torrent.ImageCheck;
import java.util.List;

/**
 * A node of the swarm as those see it who tell it what to do: one of this program, or one that a daemon runs.
 *
 * <p>Implementations must be safe for use by any thread. Paths are those of the node's machine. What cannot be done is a
 * {@link ezio.core.problem.Problem}, in the same words wherever the node is.
 */
public interface Node extends AutoCloseable {

    /** Returns the images, in the order in which they came; those that were stopped are gone. */
    List<? extends SwarmImage> images();

    /**
     * Opens images and serves them: all of them, or none. Blocks while one is unpacked, which may take long; what needs to be
     * hashed is hashed after this has returned.
     *
     * @param listeners are told what takes time, as far as the node tells
     * @return in the order of {@code orders}
     * @throws java.util.concurrent.CancellationException if it was cancelled while they were opened; none is served then
     */
    List<? extends SwarmImage> seed(List<SeedOrder> orders, OpenedSeed.Listeners listeners, CancelToken cancel);

    /**
     * Fetches images, writes them, then serves them. Blocks for moments. All targets are looked at before the first is
     * opened.
     *
     * @return in the order of {@code orders}
     * @throws ezio.core.problem.Problem if a target is refused, too small or cannot be opened; nothing is written then
     * @throws java.util.concurrent.CancellationException if it was cancelled before that; none is fetched then
     */
    List<? extends SwarmImage> restore(List<RestoreOrder> orders, CancelToken cancel);

    /**
     * Compares every piece of an image with its torrent, whether it is on the node or not; blocks until done.
     *
     * @throws java.util.concurrent.CancellationException if it was cancelled
     */
    ImageCheck check(CheckOrder order, ProgressListener listener, CancelToken cancel);

    /** Returns how the node uses its machine and network, with the limits that hold now. */
    SwarmSettings settings();

    /** Limits the node's rates from now on; a slow start begins anew. */
    void limit(Pacing pacing);

    /** Returns what happened last, some hundred events at most, the oldest first. */
    List<LiveEvent> events();

    /** Tells {@code listener} what happens from now on; where the node is far, from when it answers. */
    void listen(LiveListener listener);

    void unlisten(LiveListener listener);

    /** Lets go of it: a node of this program ends with its images, one that is far goes on. */
    @Override
    void close();
}
