package ezio.core.swarm.store;

import ezio.core.problem.Problem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the stream in memory, at most 1 MiB, that never spans two pieces. Guarded by the lock of the {@link
 * SegmentCache}; the bytes themselves are not: each block is written once, and read only after it was said to be there.
 */
final class Segment {

    enum State {
        LOADING,
        READY,
        DROPPED
    }

    final long index;
    final int lengthBytes;
    final ByteBuffer buffer;
    State state = State.LOADING;
    /** How many read it or still have to write it to the device; it is kept while that is not 0. */
    int pins;

    private final List<Waiter> waiters = new ArrayList<>();

    /** Who asked for a segment that is being read. */
    interface Waiter {
        void loaded();

        void failed(Problem problem);
    }

    Segment(long index, int lengthBytes, ByteBuffer buffer) {
        this.index = index;
        this.lengthBytes = lengthBytes;
        this.buffer = buffer;
    }

    void await(Waiter waiter) {
        waiters.add(waiter);
    }

    List<Waiter> takeWaiters() {
        List<Waiter> taken = List.copyOf(waiters);
        waiters.clear();
        return taken;
    }
}
