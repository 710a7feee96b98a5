package ezio.core.swarm.policy;

/**
 * How an image is cut into pieces.
 *
 * @param pieceLengthBytes the length of every piece but the last one, which may be shorter
 * @param totalBytes 1 or more
 */
public record PieceGrid(int pieceLengthBytes, long totalBytes) {

    /** Returns how many pieces there are. */
    public int count() {
        return Math.toIntExact((totalBytes + pieceLengthBytes - 1) / pieceLengthBytes);
    }

    /** Returns the length of one piece. */
    public int lengthBytes(int piece) {
        return (int) Math.min(pieceLengthBytes, totalBytes - (long) piece * pieceLengthBytes);
    }

    /** Tells whether there is such a piece. */
    public boolean contains(int piece) {
        return piece >= 0 && piece < count();
    }

    /** Tells whether every byte of the block is in its piece. */
    public boolean contains(RequestPlan.Block block) {
        return contains(block.piece())
                && block.offsetBytes() >= 0
                && block.lengthBytes() > 0
                && (long) block.offsetBytes() + block.lengthBytes() <= lengthBytes(block.piece());
    }
}
