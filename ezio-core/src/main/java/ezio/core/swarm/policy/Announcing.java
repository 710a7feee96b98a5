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
    // A tracker that is started after its clients is to be found soon; one that is gone for good costs little.
    private static final int QUICK_RETRIES = 30;
    private static final Duration LATER = Duration.ofSeconds(10);

    // Local announcements go to every machine: BEP 14 asks for one in 5 minutes, and at most one a minute. The second
    // comes
    // sooner because datagrams get lost.
    private static final Duration LOCAL_REPEAT = Duration.ofSeconds(5);
    private static final Duration LOCAL_ALONE = Duration.ofMinutes(1);
    private static final Duration LOCAL_SETTLED = Duration.ofMinutes(5);

    private Announcing() {}

    /**
     * Returns when to ask the local network again.
     *
     * @param announces how many have been made
     * @param isAlone as for {@link #next}
     */
    public static Duration nextLocal(int announces, boolean isAlone) {
        return !isAlone ? LOCAL_SETTLED : announces <= 1 ? LOCAL_REPEAT : LOCAL_ALONE;
    }

    /**
     * Returns when to try again a tracker that did not answer.
     *
     * @param failures in a row
     */
    public static Duration afterFailure(int failures) {
        return failures <= QUICK_RETRIES ? SOON : LATER;
    }

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
