package ezio.core.swarm.policy;

/** What to make of a peer that owes blocks. */
enum Delivery {
    /** Nothing is owed, or not for long. */
    ON_TIME,
    /** Others are asked, and the peer only for one block at a time. */
    SNUBBING,
    /** The connection is given up. */
    DEAD;

    private static final long SNUB_NS = 4_000_000_000L;
    private static final long DEAD_NS = 60_000_000_000L;

    /**
     * @param silentNs how long nothing came although it was asked for
     */
    static Delivery after(long silentNs) {
        return silentNs > DEAD_NS ? DEAD : silentNs > SNUB_NS ? SNUBBING : ON_TIME;
    }
}
