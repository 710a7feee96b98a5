package ezio.core.swarm.policy;

import java.util.Arrays;

/** Whom to call, which of two connections stays, and how long a silent one does. */
public final class ConnectPolicy {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long HANDSHAKE_NS = 10 * SECOND_NS;
    private static final long KEEP_ALIVE_NS = 60 * SECOND_NS;
    private static final long SILENT_NS = 150 * SECOND_NS;
    private static final int CALLS_AT_A_TIME = 8;
    private static final int BAD_PIECES = 3;

    /** How long who has everything is not called by who has everything. */
    public static final long BOTH_COMPLETE_REST_NS = 120 * SECOND_NS;

    /** How long a peer is not called that had to make room for another. */
    public static final long USELESS_PEER_REST_NS = 30 * SECOND_NS;

    /** How long a peer is not asked for a piece that it alone sent without its hash. */
    public static final long BAD_PIECE_DOUBT_NS = 60 * SECOND_NS;

    // A seeder with one bad sector, the only one there is, has all the rest to give.
    private static final long FIRST_BAD_PEER_REST_NS = 5 * SECOND_NS;
    private static final long LONGEST_BAD_PEER_REST_NS = 60 * SECOND_NS;

    /** What is due on a connection. */
    public enum Contact {
        FINE,
        KEEP_ALIVE,
        CLOSE
    }

    private ConnectPolicy() {}

    /**
     * Returns how many more peers to call now.
     *
     * @param calls that have not been answered
     * @param connections that stand
     */
    public static int callsToMake(int calls, int connections, int mostConnections) {
        return Math.max(0, Math.min(CALLS_AT_A_TIME - calls, mostConnections - connections - calls));
    }

    /**
     * Both sides dialled. Both keep the connection that the greater peer id made, so that exactly one survives; that is
     * libtorrent's rule.
     */
    public static boolean keepsNewOfTwo(byte[] ownId, byte[] peerId, boolean isNewOutgoing) {
        return isNewOutgoing == Arrays.compareUnsigned(ownId, peerId) > 0;
    }

    public static boolean isHandshakeOverdue(long sinceNs) {
        return sinceNs > HANDSHAKE_NS;
    }

    /** Returns what to do about a connection on which nothing was received and nothing sent for so long. */
    public static Contact contact(long sinceReceivedNs, long sinceSentNs) {
        return sinceReceivedNs > SILENT_NS
                ? Contact.CLOSE
                : sinceSentNs > KEEP_ALIVE_NS ? Contact.KEEP_ALIVE : Contact.FINE;
    }

    /**
     * Tells whether to part with a peer that sent a part of a piece without its hash.
     *
     * @param senders how many sent parts of it: alone with it, the peer is at fault; among several it may be innocent a
     *     few times
     * @param badPieces how many such pieces the peer had a part in, this one included
     */
    public static boolean isAtFault(int senders, int badPieces) {
        return senders == 1 || badPieces >= BAD_PIECES;
    }

    /**
     * Returns how long a peer is neither called nor let in that sent data without its hash: 5 s, and twice as long each
     * time, up to a minute.
     *
     * @param badPieces how many such pieces it had a part in, 1 or more
     */
    public static long badPeerRestNs(int badPieces) {
        return Math.min(LONGEST_BAD_PEER_REST_NS, FIRST_BAD_PEER_REST_NS << Math.min(badPieces - 1, 4));
    }
}
