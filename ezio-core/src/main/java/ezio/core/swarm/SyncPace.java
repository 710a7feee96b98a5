package ezio.core.swarm;

import java.util.Optional;

/**
 * When a restore syncs its device while it goes on, so that what was written is on record after a crash. Guarded by
 * {@link Syncs}.
 */
final class SyncPace {

    // What a crash costs at most, in time that is to be spent again.
    private static final long LEAST_NS = 10_000_000_000L;
    // A device that takes long to sync is not to do that all the time: a twentieth of it at most.
    private static final int TIMES_ITS_LENGTH = 20;

    private final long leastNs;
    private boolean isRunning;
    private Optional<Long> notBeforeNs = Optional.empty();

    SyncPace() {
        this(LEAST_NS);
    }

    SyncPace(long leastNs) {
        this.leastNs = leastNs;
    }

    /** Returns whether a sync is to begin now; it has begun then. The first is due some time after this was first asked. */
    boolean begins(long nowNs) {
        if (notBeforeNs.isEmpty()) {
            notBeforeNs = Optional.of(nowNs + leastNs);
        }
        if (isRunning || nowNs - notBeforeNs.get() < 0) {
            return false;
        }
        isRunning = true;
        return true;
    }

    void ended(long beganNs, long nowNs) {
        isRunning = false;
        notBeforeNs = Optional.of(nowNs + Math.max(leastNs, TIMES_ITS_LENGTH * (nowNs - beganNs)));
    }
}
