package ezio.core.swarm.policy;

import ezio.core.unit.Rate;

/**
 * How much may go at a rate, bytes. What goes may be larger than what is there: the debt is paid before the next goes, so
 * that the mean is the rate whatever the size of a block. Time is a parameter. Not safe for use by several threads.
 */
public final class TokenBucket {

    private static final double SECOND_NS = 1e9;
    // What may be saved up while nothing goes: enough that a wake-up that comes some milliseconds late costs nothing,
    // and
    // too little to show as a burst in any second.
    private static final double SAVED_SECONDS = 0.02;

    private double bytesPerSecond;
    private double balanceBytes;
    private long paidUntilNs;

    /**
     * @param rate {@link Rate#ZERO} for no limit
     */
    public TokenBucket(Rate rate, long nowNs) {
        this.bytesPerSecond = rate.bytesPerSecond();
        this.paidUntilNs = nowNs;
    }

    /** Goes on at another rate; zero for no limit. */
    public void setRate(Rate rate, long nowNs) {
        if (rate.bytesPerSecond() != bytesPerSecond) {
            settle(nowNs);
            bytesPerSecond = rate.bytesPerSecond();
        }
    }

    public boolean isUnlimited() {
        return bytesPerSecond <= 0;
    }

    /** Returns whether something may go now, of whatever size. */
    public boolean isOpen(long nowNs) {
        settle(nowNs);
        // Fractions of a byte are lost in the sums.
        return isUnlimited() || balanceBytes > -1;
    }

    /**
     * Something goes. What then does not go after all is not given back: its time has passed, and to make up for it would
     * be a burst.
     */
    public void take(long bytes, long nowNs) {
        settle(nowNs);
        balanceBytes -= bytes;
    }

    /** Returns how long until {@link #isOpen}; 0 if it is. */
    public long waitNs(long nowNs) {
        return isOpen(nowNs) ? 0 : (long) Math.ceil(-balanceBytes / bytesPerSecond * SECOND_NS);
    }

    private void settle(long nowNs) {
        if (isUnlimited()) {
            balanceBytes = 0;
        } else {
            double earnedBytes = (nowNs - paidUntilNs) / SECOND_NS * bytesPerSecond;
            balanceBytes = Math.min(bytesPerSecond * SAVED_SECONDS, balanceBytes + earnedBytes);
        }
        paidUntilNs = nowNs;
    }
}
