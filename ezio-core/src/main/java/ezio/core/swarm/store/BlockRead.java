package ezio.core.swarm.store;

import ezio.core.problem.Problem;
import ezio.core.swarm.wire.Payload;

/** Who asked the {@link PieceStore} for a block. */
public interface BlockRead {

    /**
     * The block can be sent.
     *
     * @param payload to be released once by who was given it
     */
    void ready(Payload payload);

    /** The block cannot be read; the store has not failed as a whole. May come after {@link #ready}. */
    void failed(Problem problem);
}
