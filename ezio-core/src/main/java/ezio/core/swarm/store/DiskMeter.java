package ezio.core.swarm.store;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a node asks of its disks, and how long they take. Threads that count never wait for each other. */
public final class DiskMeter {

    /**
     * Accesses of one kind since the start.
     *
     * @param elapsedNs the time of all of them together; that of several at once counts several times
     */
    public record Accesses(long count, long bytes, long elapsedNs) {}

    private static final class Counter {
        private final LongAdder count = new LongAdder();
        private final LongAdder bytes = new LongAdder();
        private final LongAdder elapsedNs = new LongAdder();

        void add(long lengthBytes, long beganNs) {
            count.increment();
            bytes.add(lengthBytes);
            elapsedNs.add(System.nanoTime() - beganNs);
        }

        Accesses accesses() {
            return new Accesses(count.sum(), bytes.sum(), elapsedNs.sum());
        }
    }

    private final Counter reads = new Counter();
    private final Counter writes = new Counter();
    private final LongAdder waitingPieces = new LongAdder();

    /**
     * Reads into memory for peers. What goes from the device to the network without a copy is not among them: the kernel
     * reads it while it sends.
     */
    public Accesses reads() {
        return reads.accesses();
    }

    /** Writes of segments, 1 MiB at most each. */
    public Accesses writes() {
        return writes.accesses();
    }

    /** Returns how many verified pieces of all images are to be written and have not been begun. */
    public long waitingPieces() {
        return waitingPieces.sum();
    }

    void read(long lengthBytes, long beganNs) {
        reads.add(lengthBytes, beganNs);
    }

    void written(long lengthBytes, long beganNs) {
        writes.add(lengthBytes, beganNs);
    }

    void waits(int pieces) {
        waitingPieces.add(pieces);
    }
}
