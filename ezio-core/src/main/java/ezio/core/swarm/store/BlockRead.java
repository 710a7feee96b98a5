package ezio.core.swarm.store;

import ezio.core.problem.Problem;
import java.nio.ByteBuffer;

/** Who asked the {@link PieceStore} for a block. */
public interface BlockRead {

    /**
     * The block is in memory.
     *
     * @param parts its bytes, in order, read-only by agreement
     * @param release must be run once, when nobody reads {@code parts} any more
     */
    void ready(ByteBuffer[] parts, Runnable release);

    /** The block cannot be read; the store has not failed as a whole. */
    void failed(Problem problem);
}
