package ezio.core.swarm.policy;

import ezio.core.unit.Rate;

/** Counts bytes, and knows their rate over the last seconds. Time is a parameter. Safe for use by any thread. */
public final class RateMeter {

    private static final long SLOT_NS = 250_000_000L;
    private static final int SLOTS = 12;

    private final long[] slots = new long[SLOTS];
    private final long startSlot;
    private long newestSlot;
    private long totalBytes;

    public RateMeter(long nowNs) {
        startSlot = Math.floorDiv(nowNs, SLOT_NS);
        newestSlot = startSlot;
    }

    public synchronized void add(long bytes, long nowNs) {
        advance(nowNs);
        slots[(int) Math.floorMod(newestSlot, (long) SLOTS)] += bytes;
        totalBytes += bytes;
    }

    /** Returns what was added since the start. */
    public synchronized long totalBytes() {
        return totalBytes;
    }

    /** Returns the mean of the last three seconds, or of the time since the start if that is shorter. */
    public synchronized Rate rate(long nowNs) {
        return rate(nowNs, SLOTS);
    }

    /** Returns the mean of the last second. */
    public synchronized Rate lastSecond(long nowNs) {
        return rate(nowNs, 4);
    }

    /** Returns the mean of the last quarters of a second, the present one included. */
    synchronized Rate lately(int quarters, long nowNs) {
        return rate(nowNs, quarters);
    }

    private Rate rate(long nowNs, int window) {
        advance(nowNs);
        long sum = 0;
        for (long slot = Math.max(startSlot, newestSlot - window + 1); slot <= newestSlot; slot++) {
            sum += slots[(int) Math.floorMod(slot, (long) SLOTS)];
        }
        long covered = Math.min(newestSlot - startSlot, window - 1) * SLOT_NS + Math.floorMod(nowNs, SLOT_NS);
        return new Rate(sum / (Math.max(covered, SLOT_NS) / 1e9));
    }

    private void advance(long nowNs) {
        long slot = Math.floorDiv(nowNs, SLOT_NS);
        for (long empty = Math.max(newestSlot + 1, slot - SLOTS + 1); empty <= slot; empty++) {
            slots[(int) Math.floorMod(empty, (long) SLOTS)] = 0;
        }
        newestSlot = Math.max(newestSlot, slot);
    }
}
