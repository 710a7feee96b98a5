package ezio.bench.sim;

/** A disk that writes one piece after the other. */
final class SimDisk {

    private final EventQueue events;
    private final double bytesPerSecond;
    private long busyUntilNs;

    SimDisk(EventQueue events, double bytesPerSecond) {
        this.events = events;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Writes a piece; {@code written} is run when it is there. */
    void write(int bytes, Runnable written) {
        busyUntilNs = Math.max(busyUntilNs, events.nowNs()) + (long) (bytes / bytesPerSecond * 1e9);
        events.at(busyUntilNs, written);
    }
}
