package ezio.core.swarm;

import bt.net.PeerId;
import java.net.InetSocketAddress;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What has been exchanged with whom, by peer id, over reconnects; and who was ever seen to hold everything. Guarded by
 * the session.
 */
final class PeerLedger {

    // A hostile peer could come with a new id each time.
    private static final int MOST_ENTRIES = 10_000;

    /** One peer's account. */
    static final class Entry {
        long downloadedBytes;
        long uploadedBytes;
        boolean cameComplete;
        boolean wasComplete;
        boolean hasShownPieces;
        InetSocketAddress address;
        String client;
        /** Pieces with data of this peer that did not have their hash. */
        int badPieces;
        /** Not let in before, on the clock of System.nanoTime; 0 if nothing speaks against it. */
        long bannedUntilNs;

        private final BitSet wrongPieces = new BitSet();
        private long wrongUntilNs;

        /** It alone sent a piece that did not have its hash. */
        void sentWrong(int piece, long untilNs) {
            wrongPieces.set(piece);
            wrongUntilNs = untilNs;
        }

        /** Returns what it shows, without the pieces that it sent wrong lately: to ask for these again leads to nothing. */
        BitSet believed(BitSet shown, long nowNs) {
            if (wrongUntilNs - nowNs < 0) {
                wrongPieces.clear();
            }
            BitSet believed = (BitSet) shown.clone();
            believed.andNot(wrongPieces);
            return believed;
        }

        boolean isBanned(long nowNs) {
            return bannedUntilNs != 0 && nowNs - bannedUntilNs < 0;
        }
    }

    private final Map<PeerId, Entry> entries = new HashMap<>();

    Entry entry(PeerId id) {
        if (entries.size() >= MOST_ENTRIES && !entries.containsKey(id)) {
            return new Entry();
        }
        return entries.computeIfAbsent(id, i -> new Entry());
    }

    /** Returns whether a peer sent wrong data lately. */
    boolean isBanned(PeerId id, long nowNs) {
        Entry entry = entries.get(id);
        return entry != null && entry.isBanned(nowNs);
    }

    List<PeerAccount> accounts() {
        return entries.values().stream()
                .map(entry -> new PeerAccount(
                        entry.address,
                        entry.client,
                        entry.downloadedBytes,
                        entry.uploadedBytes,
                        entry.cameComplete,
                        entry.wasComplete))
                .toList();
    }

    int copies() {
        return (int)
                entries.values().stream().filter(entry -> entry.wasComplete).count();
    }
}
