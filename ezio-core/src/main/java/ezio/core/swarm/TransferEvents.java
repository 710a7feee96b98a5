package ezio.core.swarm;

import java.net.InetSocketAddress;
import java.util.BitSet;
import java.util.List;

/**
 * Is told what happens to a {@link Transfer}, as it happens. Unless a method says otherwise, implementations must return at
 * once and must not call the transfer back: they are called by whichever thread finds it out, under the transfer's lock.
 */
public interface TransferEvents {

    /** Wants to know nothing. */
    TransferEvents NONE = new TransferEvents() {};

    /** What was there was looked at, where that was needed; the rest is fetched from now on. */
    default void fetches() {}

    /**
     * So much is on the medium: it was written, and the device synced after that. Called on a thread that may wait for disks,
     * without a lock, in order, not more often than every ten seconds but for a pause and the end.
     *
     * @param pieces a copy
     */
    default void synced(BitSet pieces) {}

    /** A peer connected and said something. */
    default void peerJoined(InetSocketAddress address, String client) {}

    /** A peer that had joined is not connected any more. */
    default void peerLeft(InetSocketAddress address, String client, String reason) {}

    /** A peer that lacked something holds everything now. */
    default void peerComplete(InetSocketAddress address, String client) {}

    /**
     * A peer is hung up on because it sent wrong data; it may come back after a while.
     *
     * @param badPieces pieces that it had a part in and that did not have their hash
     */
    default void peerDropped(InetSocketAddress address, String client, int badPieces) {}

    /**
     * A piece arrived that does not have its hash. Nothing of it was written, and it is fetched again.
     *
     * @param senders who sent parts of it
     */
    default void badPiece(int piece, List<InetSocketAddress> senders) {}

    /** A tracker could not be asked; again when the reason is another one. */
    default void trackerFailed(String url, String reason) {}

    /** A tracker that could not be asked answers again. */
    default void trackerBack(String url) {}
}
