package ezio.core.swarm.policy;

import java.util.BitSet;
import java.util.Random;

/**
 * Which piece to begin next: the one that the fewest peers have, at random among equals, so that several targets fetch
 * different pieces from the seeder and trade them. Not safe for use by several threads.
 */
public final class PieceChoice {

    private final int[] holders;
    private final int[] targets;
    /** What any other target has or fetches. */
    private final BitSet touched = new BitSet();

    private final Random random;
    private final boolean isSequential;
    private int otherTargets;

    /**
     * @param isSequential the lowest pieces first: the lowest one while no other target is there, else the rarest of the
     *     {@link SequentialWindow}
     */
    public PieceChoice(int pieceCount, Random random, boolean isSequential) {
        this.holders = new int[pieceCount];
        this.targets = new int[pieceCount];
        this.random = random;
        this.isSequential = isSequential;
    }

    /** A peer came that has these pieces. */
    public void peerCame(BitSet has) {
        has.stream().forEach(piece -> holders[piece]++);
    }

    public void peerGained(int piece) {
        holders[piece]++;
    }

    public void peerWent(BitSet has) {
        has.stream().forEach(piece -> holders[piece]--);
    }

    /** Returns how many connected peers have the piece. */
    public int holders(int piece) {
        return holders[piece];
    }

    /** Another target is connected. */
    public void targetCame() {
        otherTargets++;
    }

    /** It is so no more. */
    public void targetWent() {
        otherTargets--;
    }

    /** Another target has the piece, or is fetching it, and will hand it on. */
    public void targetGained(int piece) {
        targets[piece]++;
        touched.set(piece);
    }

    /** That target went, or gave the piece up. */
    public void targetLost(int piece) {
        if (--targets[piece] == 0) {
            touched.clear(piece);
        }
    }

    /** Tells whether another target has the piece or is fetching it. */
    public boolean isTouched(int piece) {
        return touched.get(piece);
    }

    /**
     * @param has what the peer has
     * @param free what we lack and are not fetching
     * @param isUntouchedOnly only a piece that no other target has or fetches: the peer is a seeder, and what several
     *     targets fetch from it is sent more than once
     * @return a free piece that the peer has; -1 if there is none
     */
    public int choose(BitSet has, BitSet free, boolean isUntouchedOnly) {
        if (!has.intersects(free)) {
            return -1;
        }
        BitSet candidates = (BitSet) free.clone();
        candidates.and(has);
        if (isUntouchedOnly) {
            candidates.andNot(touched);
        }
        if (isSequential) {
            keepFirst(candidates, SequentialWindow.pieces(otherTargets));
        }
        return rarest(candidates);
    }

    private static void keepFirst(BitSet pieces, int count) {
        int piece = -1;
        for (int i = 0; i < count && (i == 0 || piece >= 0); i++) {
            piece = pieces.nextSetBit(piece + 1);
        }
        if (piece >= 0) {
            pieces.clear(piece + 1, pieces.length());
        }
    }

    /** Tells whether there is one among these pieces that no other target has or fetches. */
    boolean isAnyUntouched(BitSet pieces) {
        for (int piece = pieces.nextSetBit(0); piece >= 0; piece = pieces.nextSetBit(piece + 1)) {
            if (!touched.get(piece)) {
                return true;
            }
        }
        return false;
    }

    /** Returns any number below {@code count}. */
    int anyOf(int count) {
        return random.nextInt(count);
    }

    private int rarest(BitSet candidates) {
        int best = -1;
        int fewest = Integer.MAX_VALUE;
        int equals = 0;
        for (int piece = candidates.nextSetBit(0); piece >= 0; piece = candidates.nextSetBit(piece + 1)) {
            if (holders[piece] < fewest) {
                fewest = holders[piece];
                best = piece;
                equals = 1;
            } else if (holders[piece] == fewest && random.nextInt(++equals) == 0) {
                best = piece;
            }
        }
        return best;
    }
}
