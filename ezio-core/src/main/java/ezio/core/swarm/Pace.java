package ezio.core.swarm;

import ezio.core.swarm.policy.FairShare;
import ezio.core.swarm.policy.SlowStart;
import ezio.core.swarm.policy.TokenBucket;
import ezio.core.unit.Rate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's limit in one direction. Who has to wait is told when its turn comes, as soon as there is something to take; while
 * nobody waits, nothing runs. Safe for use by any thread; turns are told without a lock of this class.
 */
final class Pace {

    private static final Logger LOG = LoggerFactory.getLogger(Pace.class);

    // At high rates several blocks go at once rather than that the timer rings for each.
    private static final long LEAST_WAIT_NS = 4_000_000;

    private final ScheduledExecutorService timer;
    private final TokenBucket bucket;
    private final FairShare<Object> share;
    private final Map<Object, Runnable> turns = new HashMap<>();
    private volatile boolean isUnlimited;
    private volatile Rate limit;
    private Duration slowStartPeriod;
    private boolean hasStarted;
    private long startedNs;
    private boolean isTimerSet;

    /**
     * @param limit {@link Rate#ZERO} for none
     * @param slowStartPeriod zero for no slow start; it begins when the first takes something
     */
    Pace(Rate limit, Duration slowStartPeriod, ScheduledExecutorService timer) {
        this.limit = limit;
        this.slowStartPeriod = slowStartPeriod;
        this.timer = timer;
        long now = System.nanoTime();
        this.bucket = new TokenBucket(SlowStart.limit(0, slowStartPeriod, limit), now);
        this.share = new FairShare<>(bucket);
        this.isUnlimited = bucket.isUnlimited();
    }

    /** Returns what holds from the start on until the end, but for a slow start; zero for no limit. */
    Rate limit() {
        return limit;
    }

    synchronized Duration slowStartPeriod() {
        return slowStartPeriod;
    }

    /**
     * Goes on with other limits at once; a slow start begins anew.
     *
     * @param newSlowStartPeriod zero for no slow start
     */
    synchronized void set(Rate newLimit, Duration newSlowStartPeriod) {
        limit = newLimit;
        slowStartPeriod = newSlowStartPeriod;
        hasStarted = false;
        bucket.setRate(SlowStart.limit(0, newSlowStartPeriod, newLimit), System.nanoTime());
        isUnlimited = bucket.isUnlimited();
        if (share.isAwaited() && !timer.isShutdown()) {
            // Who waits was told a time by the old limit.
            timer.execute(this::giveTurns);
        }
    }

    /**
     * Returns whether {@code who} may {@link #take} something now.
     *
     * @param onTurn runs on another thread when it may, if it may not now
     */
    boolean mayTake(Object who, Runnable onTurn) {
        if (isUnlimited) {
            return true;
        }
        synchronized (this) {
            long now = System.nanoTime();
            setRate(now);
            if (share.mayTake(who, now)) {
                return true;
            }
            turns.put(who, onTurn);
            setTimer(now);
            return false;
        }
    }

    /** Counts what goes. */
    void take(Object who, long bytes) {
        if (isUnlimited) {
            return;
        }
        synchronized (this) {
            long now = System.nanoTime();
            if (!hasStarted) {
                hasStarted = true;
                startedNs = now;
            }
            setRate(now);
            share.take(who, bytes, now);
        }
    }

    /** It wants nothing any more. */
    synchronized void forget(Object who) {
        share.forget(who);
        turns.remove(who);
    }

    private void setRate(long nowNs) {
        if (!slowStartPeriod.isZero() && hasStarted) {
            bucket.setRate(SlowStart.limit(nowNs - startedNs, slowStartPeriod, limit), nowNs);
            isUnlimited = bucket.isUnlimited();
        }
    }

    private void setTimer(long nowNs) {
        if (!isTimerSet && share.isAwaited() && !timer.isShutdown()) {
            isTimerSet = true;
            var unused = timer.schedule(
                    this::giveTurns, Math.max(LEAST_WAIT_NS, bucket.waitNs(nowNs)), TimeUnit.NANOSECONDS);
        }
    }

    private void giveTurns() {
        for (Optional<Runnable> turn = nextTurn(); turn.isPresent(); turn = nextTurn()) {
            try {
                turn.get().run();
            } catch (RuntimeException e) {
                // The others are to have theirs.
                LOG.error("turn", e);
            }
        }
    }

    private synchronized Optional<Runnable> nextTurn() {
        long now = System.nanoTime();
        setRate(now);
        Optional<Runnable> turn = share.next(now).map(turns::remove);
        if (turn.isEmpty()) {
            isTimerSet = false;
            setTimer(now);
        }
        return turn;
    }
}
