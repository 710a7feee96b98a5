package ezio.core.swarm;

import ezio.core.swarm.policy.Withholding;
import ezio.core.torrent.TorrentSpec;
import java.util.BitSet;

/** Which pieces of an image there are, and in what sense. Guarded by the session. */
final class Holdings {

    private final TorrentSpec torrent;
    private final BitSet held = new BitSet();
    private final BitSet servable = new BitSet();
    private final BitSet announced = new BitSet();
    private final Withholding withholding = new Withholding();
    private long heldBytes;
    private boolean isSynced = true;

    Holdings(TorrentSpec torrent) {
        this.torrent = torrent;
    }

    /**
     * Adds pieces that are there from the start.
     *
     * @param isSyncNeeded they may still be on their way to the medium
     */
    void begin(BitSet good, boolean isSyncNeeded) {
        held.or(good);
        servable.or(good);
        announced.or(good);
        heldBytes = good.stream().mapToLong(torrent::pieceLengthBytes).sum();
        isSynced = !isSyncNeeded;
        if (isSyncNeeded && isComplete()) {
            withholding.keepBack(torrent.pieceCount() - 1);
            announced.clear(withholding.piece());
        }
    }

    /** Returns the pieces that have their hash and can be read, or are on their way to the device; a live view. */
    BitSet servable() {
        return servable;
    }

    /**
     * Returns the pieces that others are told of: those that can be served, but for the one that is withheld until all are
     * synced; a live view.
     */
    BitSet announced() {
        return announced;
    }

    int pieces() {
        return held.cardinality();
    }

    long bytes() {
        return heldBytes;
    }

    boolean isComplete() {
        return held.cardinality() == torrent.pieceCount();
    }

    /** Returns whether something was written since the last sync began. */
    boolean isSynced() {
        return isSynced;
    }

    /** A piece has its hash; returns whether others are to be told of it. */
    boolean verified(int piece, boolean isHeldByAnotherTarget) {
        servable.set(piece);
        boolean isLast = servable.cardinality() == torrent.pieceCount();
        if (withholding.keepsBack(piece, isLast, isHeldByAnotherTarget)) {
            return false;
        }
        announced.set(piece);
        return true;
    }

    /** A piece was written. */
    void written(int piece) {
        isSynced = false;
        held.set(piece);
        heldBytes += torrent.pieceLengthBytes(piece);
    }

    /** A sync begins; returns the pieces that are on the medium when it has ended. */
    BitSet beginSync() {
        isSynced = true;
        return (BitSet) held.clone();
    }

    /** All are on the medium; returns the piece that others are to be told of now, or -1. */
    int release() {
        isSynced = true;
        if (!withholding.isOn()) {
            return -1;
        }
        announced.set(withholding.piece());
        return withholding.piece();
    }

    /** A piece cannot be read any more; returns whether it was offered before. */
    boolean withdraw(int piece) {
        boolean wasServable = servable.get(piece);
        servable.clear(piece);
        announced.clear(piece);
        return wasServable;
    }
}
