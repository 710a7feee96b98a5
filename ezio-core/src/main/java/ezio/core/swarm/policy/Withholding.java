package ezio.core.swarm.policy;

/**
 * Which piece a target does not announce before its device was synced. Who has every piece is counted as a full copy by
 * the others, so one is kept back: a piece that another target has as well, or the last one.
 */
public final class Withholding {

    private static final int NONE = -1;

    private int piece = NONE;

    /** Returns whether this verified piece is the one to keep back. */
    public boolean keepsBack(int verified, boolean isLast, boolean isHeldByAnotherTarget) {
        if (piece == NONE && (isLast || isHeldByAnotherTarget)) {
            piece = verified;
            return true;
        }
        return false;
    }

    /** Keeps a piece back that was there from the start. */
    public void keepBack(int held) {
        piece = held;
    }

    /** Tells whether a piece is kept back. */
    public boolean isOn() {
        return piece != NONE;
    }

    /** Returns the piece that is kept back; only while {@link #isOn}. */
    public int piece() {
        return piece;
    }
}
