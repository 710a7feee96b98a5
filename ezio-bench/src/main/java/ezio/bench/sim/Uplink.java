package ezio.bench.sim;

import java.util.ArrayDeque;

/** A machine's link away from it, shared by its flows in turns of one quantum, as TCP shares it. */
final class Uplink {

    private static final int QUANTUM_BYTES = 32 << 10;

    private final EventQueue events;
    private final double bytesPerSecond;
    private final ArrayDeque<Flow> turns = new ArrayDeque<>();
    private boolean isBusy;
    private boolean isDead;
    private long messageBytes;
    private long busyNs;

    /**
     * @param bytesPerSecond of payload
     */
    Uplink(EventQueue events, double bytesPerSecond) {
        this.events = events;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Nothing leaves any more. */
    void die() {
        isDead = true;
    }

    /** Returns how long it has been sending. */
    long busyNs() {
        return busyNs;
    }

    /** A message leaves now, between the blocks; returns when it could be there. */
    long messageNs(int bytes) {
        messageBytes += bytes;
        return events.nowNs() + Machine.LATENCY_NS;
    }

    /** The flow has something to send. */
    void ready(Flow flow) {
        turns.add(flow);
        next();
    }

    private void next() {
        while (!isBusy && !isDead && !turns.isEmpty()) {
            Flow flow = turns.poll();
            int bytes = flow.nextBytes(QUANTUM_BYTES);
            if (bytes > 0) {
                send(flow, bytes);
            }
        }
    }

    private void send(Flow flow, int bytes) {
        long ownNs = (long) ((bytes + messageBytes) / bytesPerSecond * 1e9);
        messageBytes = 0;
        busyNs += ownNs;
        isBusy = true;
        long firstNs = events.nowNs() + Machine.LATENCY_NS;
        flow.sends(bytes, flow.to().deliveryNs(firstNs, firstNs + ownNs, bytes));
        events.after(ownNs, () -> {
            isBusy = false;
            flow.resume();
            next();
        });
    }
}
