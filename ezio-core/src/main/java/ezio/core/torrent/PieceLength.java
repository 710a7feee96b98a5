package ezio.core.torrent;

/**
 * How long the pieces of a torrent are: a power of two, 16 KiB to 64 MiB.
 *
 * <p>A target can serve nothing before its first whole piece has arrived. With few long pieces, a swarm of N targets
 * needs log2(N) piece times before all of them upload, and as long again at the end: 18 pieces of 16 MiB took 3.4 times
 * the ideal time for 16 targets. With about a thousand pieces both ends are a thousandth of the whole. Shorter
 * pieces than that gain nothing more and cost hashes, messages and seeks.
 */
public final class PieceLength {

    /** The shortest piece that is accepted: one block of the protocol. */
    public static final int MIN = 16 << 10;

    /** The longest piece that is accepted; a target holds a few of them in memory. */
    public static final int MAX = 64 << 20;

    /** The length of the pieces whose hashes partclone writes; no option of partclone changes it. */
    public static final int PARTCLONE = 16 << 20;

    /** More pieces than this make a torrent that is no longer handed around in a moment (200 MB of hashes). */
    public static final int MAX_PIECES = 10_000_000;

    private static final int MIN_CHOSEN = 256 << 10;
    private static final int MAX_CHOSEN = 16 << 20;
    private static final int PIECES_WANTED = 1000;

    private PieceLength() {}

    /**
     * Returns the length that fits an image: the longest that still makes a thousand pieces, but 256 KiB at least and
     * 16 MiB at most.
     *
     * @param totalBytes the sum of the image's extents
     */
    public static int choose(long totalBytes) {
        long longest = Long.highestOneBit(Math.max(1, totalBytes / PIECES_WANTED));
        return (int) Math.max(MIN_CHOSEN, Math.min(MAX_CHOSEN, longest));
    }

    /**
     * Returns {@code bytes} if a torrent can have pieces of that length.
     *
     * @throws BadPieceLength if it is no power of two, below 16 KiB or above 64 MiB
     */
    public static int check(long bytes) {
        if (!isAllowed(bytes)) {
            throw BadPieceLength.notAllowed(bytes);
        }
        return (int) bytes;
    }

    static boolean isAllowed(long bytes) {
        return bytes >= MIN && bytes <= MAX && Long.bitCount(bytes) == 1;
    }

    /**
     * Returns how many pieces an image has.
     *
     * @throws BadPieceLength if there are more than {@link #MAX_PIECES}
     */
    public static int count(long totalBytes, int pieceLengthBytes) {
        long pieces = countUnlimited(totalBytes, pieceLengthBytes);
        if (pieces > MAX_PIECES) {
            throw BadPieceLength.tooManyPieces(totalBytes, pieceLengthBytes, pieces);
        }
        return (int) pieces;
    }

    static long countUnlimited(long totalBytes, long pieceLengthBytes) {
        return totalBytes / pieceLengthBytes + (totalBytes % pieceLengthBytes == 0 ? 0 : 1);
    }
}
