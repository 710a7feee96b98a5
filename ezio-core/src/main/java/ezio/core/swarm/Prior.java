package ezio.core.swarm;

import ezio.core.torrent.TorrentSpec;
import java.util.BitSet;

/**
 * What a restore takes for granted of what is on its target, and what it looks at before it begins. Pieces that are in
 * neither are fetched.
 *
 * @param trusted pieces that are known to be there
 * @param doubtful pieces that are hashed first, and fetched where they are wrong
 */
public record Prior(BitSet trusted, BitSet doubtful) {

    public Prior {
        trusted = (BitSet) trusted.clone();
        doubtful = (BitSet) doubtful.clone();
        doubtful.andNot(trusted);
    }

    /** Nothing on the target is believed. */
    public static Prior nothing() {
        return new Prior(new BitSet(), new BitSet());
    }

    /** Everything on the target is hashed. */
    public static Prior allDoubtful(TorrentSpec torrent) {
        BitSet all = new BitSet();
        all.set(0, torrent.pieceCount());
        return new Prior(new BitSet(), all);
    }
}
