package ezio.core.swarm.policy;

/**
 * How many pieces a node sends at the same time: a few, each at a high rate, since nobody can hand on a piece that is not
 * complete; more while the link is not full, since a target whose own link is busy takes little. Not safe for use by
 * several threads.
 */
final class PieceTurns {

    // In the simulator 2 to 16 targets were done first with 3 at a time of 16 MiB, 3 to 5 of 4 and 8 MiB, 16 of 1 MiB:
    // small pieces are sent before the next request is there, large ones are not to share the link for seconds.
    private static final int USUAL_BYTES = 20 << 20;
    private static final int LEAST = 3;
    // Who hands parts on need not have a piece as a whole; 8 and 16 targets were done first with 5 to 7.
    private static final int LEAST_IN_PARTS = 6;
    private static final double FULL = 0.85;
    private static final int FULL_SLOTS = 2;
    private static final long PAUSE_NS = 100_000_000L;

    private final int pieceLengthBytes;
    private final RateMeter leaving;
    private double bestBytesPerSecond;
    private long lastBegunNs;
    private long count;

    PieceTurns(int pieceLengthBytes, long nowNs) {
        this.pieceLengthBytes = pieceLengthBytes;
        this.leaving = new RateMeter(nowNs);
        this.lastBegunNs = nowNs;
    }

    /**
     * Returns how many pieces to send at the same time over a link that is full.
     *
     * @param inParts all who are sent something hand on parts of pieces
     */
    static int usual(int pieceLengthBytes, boolean inParts) {
        return Math.max(inParts ? LEAST_IN_PARTS : LEAST, USUAL_BYTES / pieceLengthBytes);
    }

    /** Returns a number that is higher each time, so that who came first is first. */
    long nextNumber() {
        return ++count;
    }

    /** Bytes left. */
    void sent(int bytes, long nowNs) {
        leaving.add(bytes, nowNs);
    }

    /** To be called a few times a second. */
    void tick(long nowNs) {
        bestBytesPerSecond =
                Math.max(bestBytesPerSecond, leaving.lastSecond(nowNs).bytesPerSecond());
    }

    /** Returns whether one more piece may be begun beside so many. */
    boolean mayBegin(int goingOn, boolean inParts, long nowNs) {
        boolean hasRoom = leaving.lately(FULL_SLOTS, nowNs).bytesPerSecond() < FULL * bestBytesPerSecond;
        return goingOn < usual(pieceLengthBytes, inParts) || hasRoom && nowNs - lastBegunNs > PAUSE_NS;
    }

    /** A piece is begun. */
    void begun(long nowNs) {
        lastBegunNs = nowNs;
    }
}
