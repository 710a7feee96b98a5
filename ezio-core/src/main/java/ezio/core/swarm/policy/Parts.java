package ezio.core.swarm.policy;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Parts of large pieces: what targets hand on before they have a whole piece and know that it is right. Nobody writes
 * anything that he has not verified himself, so a wrong part costs time and nothing else. Not safe for use by several
 * threads.
 *
 * @param <P> a connected peer
 */
public final class Parts<P extends SwarmPeer> {

    /** The length of a part; the last one of a piece may be shorter. */
    public static final int LENGTH_BYTES = 256 << 10;

    static final int UNITS = LENGTH_BYTES / RequestPlan.UNIT_BYTES;

    // A piece that is no longer than this is there before its parts have been told of.
    static final int LARGEST_WHOLE_BYTES = 1 << 20;
    // Who hands on what is wrong may have been sent it; who does so often is not asked for what it does not have.
    private static final int MOST_BAD_PIECES = 3;
    // More than anybody fetches at a time; a peer that tells of more is not to fill the memory.
    private static final int MOST_PIECES = 1024;

    private final int pieceLengthBytes;
    /** What has come of pieces that are not complete. */
    private final Map<Integer, BitSet> here = new TreeMap<>();
    /** That of it which was not told yet. */
    private final Map<Integer, BitSet> news = new TreeMap<>();
    /** What came without its hash once: it is fetched only from who has it. */
    private final BitSet doubtful = new BitSet();

    Parts(int pieceLengthBytes) {
        this.pieceLengthBytes = pieceLengthBytes;
    }

    /** Returns how many parts a piece of this length has. */
    public static int count(int lengthBytes) {
        return (lengthBytes + LENGTH_BYTES - 1) / LENGTH_BYTES;
    }

    static BitSet all(int lengthBytes) {
        BitSet all = new BitSet();
        all.set(0, count(lengthBytes));
        return all;
    }

    /** A part of a piece is complete. */
    void came(int piece, int part) {
        if (pieceLengthBytes > LARGEST_WHOLE_BYTES) {
            here.computeIfAbsent(piece, p -> new BitSet()).set(part);
            news.computeIfAbsent(piece, p -> new BitSet()).set(part);
        }
    }

    /** The piece has its hash; it is told of as a whole. */
    void verified(int piece) {
        here.remove(piece);
        news.remove(piece);
    }

    /** The piece does not have its hash: who was told of parts of it is told that they are gone. */
    void rejected(int piece, Iterable<? extends P> peers) {
        if (here.remove(piece) != null) {
            news.put(piece, new BitSet());
        }
        doubtful.set(piece);
        peers.forEach(peer -> peer.parts.remove(piece));
    }

    /** Tells a target that has just come what is here. */
    void introduce(P peer, FetchPolicy.Orders<P> orders) {
        tell(peer, here, orders);
    }

    /** Tells the other targets what has come since the last time, but for what they have. */
    void tell(Iterable<? extends P> peers, FetchPolicy.Orders<P> orders) {
        if (!news.isEmpty()) {
            peers.forEach(peer -> tell(peer, news, orders));
            news.clear();
        }
    }

    private void tell(P peer, Map<Integer, BitSet> all, FetchPolicy.Orders<P> orders) {
        if (!peer.sendsParts || peer.isSeeder) {
            return;
        }
        Map<Integer, BitSet> told = new TreeMap<>();
        all.forEach((piece, parts) -> {
            BitSet known = peer.parts.get(piece);
            boolean isNews = known == null || parts.isEmpty() || !contains(known, parts);
            if (isNews && !peer.has.get(piece)) {
                told.put(piece, parts);
            }
        });
        if (!told.isEmpty()) {
            orders.tellParts(peer, told);
        }
    }

    private static boolean contains(BitSet all, BitSet some) {
        BitSet missing = (BitSet) some.clone();
        missing.andNot(all);
        return missing.isEmpty();
    }

    /**
     * A target says that it has parts of a piece.
     *
     * @return false if nothing is to be asked of it for that reason
     */
    boolean gained(P peer, int piece, BitSet parts) {
        boolean isUseful = peer.sendsParts
                && !peer.has.get(piece)
                && !doubtful.get(piece)
                && peer.badEarlyPieces < MOST_BAD_PIECES
                && (peer.parts.size() < MOST_PIECES || peer.parts.containsKey(piece));
        if (isUseful) {
            peer.parts.computeIfAbsent(piece, p -> new BitSet()).or(parts);
        }
        return isUseful;
    }
}
