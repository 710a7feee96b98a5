package ezio.core.progress;

/** Is told how work goes on. */
@FunctionalInterface
public interface ProgressListener {

    /** Does nothing. */
    ProgressListener NONE = progress -> {};

    /**
     * Called a few times a second at most, by one thread at a time but not always the same one. It must return
     * quickly: the work waits for it.
     */
    void progressed(Progress progress);
}
