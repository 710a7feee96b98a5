package ezio.core.swarm;

import java.util.BitSet;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Brings what a restore has written onto the medium while it goes on, pauses or ends early, and then says so: one sync at
 * a time, told of in order. Safe for any thread; its monitor is taken before the session's.
 */
final class Syncs {

    private final Supplier<Optional<BitSet>> unsynced;
    private final Runnable device;
    private final Consumer<BitSet> synced;
    private final SyncPace pace = new SyncPace();

    /**
     * @param unsynced what is on the medium after a sync that begins now; empty where there is nothing to sync
     * @param device syncs the device; blocks
     * @param synced is told what is on the medium
     */
    Syncs(Supplier<Optional<BitSet>> unsynced, Runnable device, Consumer<BitSet> synced) {
        this.unsynced = unsynced;
        this.device = device;
        this.synced = synced;
    }

    /** Returns whether {@link #onTheWay} is to be called now; it is taken to have begun then. Does not block. */
    boolean isDue(long nowNs) {
        synchronized (pace) {
            return pace.begins(nowNs);
        }
    }

    /** As {@link #now}, and the next one is due some time later. */
    void onTheWay() {
        long beganNs = System.nanoTime();
        try {
            now();
        } finally {
            synchronized (pace) {
                pace.ended(beganNs, System.nanoTime());
            }
        }
    }

    /** Syncs what was written since the last time, and tells of it. Blocks. */
    synchronized void now() {
        Optional<BitSet> written = unsynced.get();
        if (written.isPresent()) {
            device.run();
            synced.accept(written.get());
        }
    }
}
