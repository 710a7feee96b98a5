package ezio.core.swarm.policy;

import java.time.Duration;

/**
 * When to ask a tracker again: soon while nobody is known and at the start, when machines come one after the other; then
 * at the tracker's own pace, but at least once a minute, since late machines must find their way on a LAN.
 */
public final class Announcing {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration SETTLED = Duration.ofSeconds(60);
    private static final int EARLY_ANNOUNCES = 5;

    private Announcing() {}

    /**
     * @param announces how many have been made
     * @param isAlone nobody is connected who has what we lack, or, for a seed, nobody at all
     * @param isSeed a seed is found by those who need it, so it asks less
     * @param trackerInterval what the tracker asked for; zero if nothing, or if it did not answer
     */
    public static Duration next(int announces, boolean isAlone, boolean isSeed, Duration trackerInterval) {
        if (announces < EARLY_ANNOUNCES || isAlone && !isSeed) {
            return SOON;
        }
        Duration pace = trackerInterval.isZero() || trackerInterval.compareTo(SETTLED) > 0 ? SETTLED : trackerInterval;
        return pace.compareTo(SOON) < 0 ? SOON : pace;
    }
}
