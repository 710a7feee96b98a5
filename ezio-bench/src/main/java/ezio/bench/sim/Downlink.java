package ezio.bench.sim;

/**
 * A machine's link towards it: what comes is taken in the order of its coming. As congestion control does, each of its
 * flows has a share of what may be on the way, so that those that always have something to send get the same rate.
 */
final class Downlink {

    private static final int LEAST_ON_THE_WAY_BYTES = 256 << 10;
    private static final double MOST_ON_THE_WAY_SECONDS = 0.005;

    private final double bytesPerSecond;
    private final int mostOnTheWayBytes;
    private int flows;
    private long busyUntilNs;
    private long messageBytes;

    /**
     * @param bytesPerSecond of payload
     */
    Downlink(double bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
        this.mostOnTheWayBytes = (int) Math.max(LEAST_ON_THE_WAY_BYTES, bytesPerSecond * MOST_ON_THE_WAY_SECONDS);
    }

    /** One more flow has something to send; one fewer with {@code false}. */
    void flow(boolean isMore) {
        flows += isMore ? 1 : -1;
    }

    /** Returns how many bytes of each flow may be on the way. */
    int windowBytes() {
        return mostOnTheWayBytes / flows;
    }

    /** Returns when bytes are here whose first one comes, and whose last one was sent, at these times. */
    long deliveryNs(long firstNs, long lastNs, int bytes) {
        long ownNs = (long) ((bytes + messageBytes) / bytesPerSecond * 1e9);
        messageBytes = 0;
        busyUntilNs = Math.max(lastNs, Math.max(firstNs, busyUntilNs) + ownNs);
        return busyUntilNs;
    }

    /** A message passes, behind what is queued; returns when it is there. */
    long messageNs(long soonestNs, int bytes) {
        messageBytes += bytes;
        return Math.max(soonestNs, busyUntilNs);
    }
}
