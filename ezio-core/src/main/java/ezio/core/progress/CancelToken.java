package ezio.core.progress;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * Asks work to stop. Work looks at it between two steps of at most about 100 ms and stops with
 * {@link CancellationException}, leaving nothing half-made behind. Safe for use by any thread.
 */
public final class CancelToken {

    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

    /** Asks once; later calls do nothing. Runs what {@link #onCancel} was given, on this thread. */
    public void cancel() {
        cancelled.complete(null);
    }

    public boolean isCancelled() {
        return cancelled.isDone();
    }

    /**
     * @throws CancellationException if {@link #cancel} was called
     */
    public void throwIfCancelled() {
        if (isCancelled()) {
            throw new CancellationException("cancelled");
        }
    }

    /** Runs {@code action} when cancelled; at once if that has happened already. */
    public void onCancel(Runnable action) {
        var unused = cancelled.thenRun(action);
    }
}
