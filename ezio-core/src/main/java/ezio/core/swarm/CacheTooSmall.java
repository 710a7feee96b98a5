package ezio.core.swarm;

import ezio.core.problem.Problem;
import ezio.core.swarm.store.PieceStore;
import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.ByteSize;

/** The memory budget does not hold two pieces of a torrent, so that nothing could be received. */
public final class CacheTooSmall extends Problem {

    private static final long serialVersionUID = 1;

    private CacheTooSmall(TorrentSpec torrent, long cacheBytes, long leastBytes) {
        super(
                Kind.USAGE,
                "a cache of " + ByteSize.print(cacheBytes) + " is too small for " + torrent.name() + " with pieces of "
                        + ByteSize.print(torrent.pieceLengthBytes()),
                "use --cache-size " + (leastBytes + (1 << 20) - 1) / (1 << 20) + "MiB or more");
    }

    static void check(TorrentSpec torrent, long cacheBytes) {
        long least = PieceStore.leastBudgetBytes(torrent.pieceLengthBytes());
        if (cacheBytes < least) {
            throw new CacheTooSmall(torrent, cacheBytes, least);
        }
    }
}
