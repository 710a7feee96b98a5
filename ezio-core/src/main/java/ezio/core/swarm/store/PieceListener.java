package ezio.core.swarm.store;

/** Is told what became of pieces. Called on the store's threads, without any lock of the store held. */
public interface PieceListener {

    /** The piece has its hash; it can be served from memory and is on its way to the device. */
    void verified(int piece);

    /** The piece is on the device, as far as the operating system says. */
    void written(int piece);

    /** The piece did not have its hash; nothing was written, its memory is free again. */
    void rejected(int piece);

    /**
     * No piece will be verified or written from now on: a {@link ezio.core.problem.Problem} with the device, or a bug.
     */
    void failed(RuntimeException why);
}
