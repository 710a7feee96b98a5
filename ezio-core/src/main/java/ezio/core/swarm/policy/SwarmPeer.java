package ezio.core.swarm.policy;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * What decisions about one connected peer rest on: what it has, what it owes us, and what it wants. Whoever moves the
 * bytes extends it with the connection. Guarded by the same lock as the policies.
 */
public class SwarmPeer {

    /** What every client can be asked for at a time. */
    public static final int COMMON_BLOCK_BYTES = 16 << 10;

    /** What our own nodes are asked for at a time; fewer and larger requests cost less on both sides. */
    public static final int LARGEST_BLOCK_BYTES = 128 << 10;

    // What clients allow that do not say it (libtorrent's default).
    private static final int USUAL_REQUESTS = 250;
    private static final int MOST_REQUESTS = 2000;

    static final int NO_PIECE = -1;

    // As a source. Written by FetchPolicy.
    final BitSet has = new BitSet();
    /** How many pieces that is. */
    int hasCount;
    /** As a target: what it has, and what it said that it is fetching. */
    final BitSet touched = new BitSet();
    /** When it said so, by piece; without what it has got since. */
    final Map<Integer, Long> claims = new HashMap<>(4);
    /** Which parts it has of pieces that it has not got as a whole. */
    final Map<Integer, BitSet> parts = new HashMap<>(4);

    final RateMeter download;
    boolean isSeeder;
    boolean isCountedAsTarget;
    boolean isChokingUs = true;
    boolean areWeInterested;
    boolean isSnubbing;
    boolean understandsClaims;
    boolean sendsParts;
    boolean winsTies;
    /** Pieces without their hash of which it sent a part before it had them. */
    int badEarlyPieces;

    long lastBlockNs;
    int blockBytes = COMMON_BLOCK_BYTES;
    int mostRequests = USUAL_REQUESTS;
    /** What it was asked for, and what it sent, asked or not. */
    long requestedBytes;

    long receivedBytes;

    // As one that is served. Written by ServePolicy.
    final RateMeter upload;
    /** What it asked for and was not yet read for it. */
    final ArrayDeque<RequestPlan.Block> wanted = new ArrayDeque<>(4);
    /** What it asked for of pieces of which there are only parts. */
    final ArrayDeque<RequestPlan.Block> wantedEarly = new ArrayDeque<>(4);

    boolean isInterestedInUs;
    boolean isServed;
    /** Of which piece blocks are being sent to it, and how much was. */
    int pieceSent = NO_PIECE;

    long pieceSentBytes;
    /** Who has the lower one comes first. */
    long turnNumber;

    long servedOrWaitingSinceNs;
    /** When it last took a block from us, or was given its slot. */
    long lastTakenNs;

    /** When it had its first slot; 0 before. */
    long firstServedNs;

    /** Bytes that are being read for it. */
    int readingBytes;

    protected SwarmPeer(long nowNs) {
        this.download = new RateMeter(nowNs);
        this.upload = new RateMeter(nowNs);
        this.lastBlockNs = nowNs;
        this.servedOrWaitingSinceNs = nowNs;
    }

    /** It had everything when it was first met, so it is not a target. */
    public final void isSeeder(boolean isOne) {
        isSeeder = isOne;
    }

    /** Tells whether it had everything when it was first met. */
    public final boolean isSeeder() {
        return isSeeder;
    }

    /** It tells others what it fetches, and wants to be told. */
    public final void understandsClaims(boolean does) {
        understandsClaims = does;
    }

    /** It tells of parts of pieces, hands them on before it has the whole, and wants to be told. */
    public final void sendsParts(boolean does) {
        sendsParts = does;
    }

    /** Tells whether it asks in time for what it will take, as our own nodes do; others may wait for each block. */
    public final boolean asksAhead() {
        return understandsClaims;
    }

    /** Of two that began the same piece in the same moment, it is the one that goes on. */
    public final void winsTies(boolean does) {
        winsTies = does;
    }

    /** It answers requests of up to so many bytes; what is used is a power of two in 16 to 128 KiB. */
    public final void sendsBlocksOf(int bytes) {
        blockBytes =
                Math.max(COMMON_BLOCK_BYTES, Math.min(LARGEST_BLOCK_BYTES, Integer.highestOneBit(Math.max(1, bytes))));
    }

    /** It keeps so many requests at a time. */
    public final void keepsRequests(int count) {
        mostRequests = Math.max(1, Math.min(MOST_REQUESTS, count));
    }

    /** Tells whether it has the piece. */
    public final boolean has(int piece) {
        return has.get(piece);
    }

    /** Returns how many pieces it has. */
    public final int pieceCount() {
        return hasCount;
    }

    /** Tells whether it has something that we lack. */
    public final boolean areWeInterested() {
        return areWeInterested;
    }

    /** Tells whether it wants something of us, as it says. */
    public final boolean isInterestedInUs() {
        return isInterestedInUs;
    }

    /** Returns how long it could have been served and never asked for anything; 0 if it has. */
    public final long unusedNs(long nowNs) {
        boolean hasAsked = upload.totalBytes() > 0 || readingBytes > 0 || !wanted.isEmpty() || !wantedEarly.isEmpty();
        return firstServedNs == 0 || hasAsked ? 0 : nowNs - firstServedNs;
    }

    /** Tells whether it has a slot with us. */
    public final boolean isServed() {
        return isServed;
    }

    /** Returns what came from it. */
    public final RateMeter download() {
        return download;
    }

    /** Returns what went to it. */
    public final RateMeter upload() {
        return upload;
    }
}
