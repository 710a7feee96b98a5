package ezio.core.progress;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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

    /** Returns a token that is cancelled with this one, or alone. */
    public CancelToken child() {
        CancelToken child = new CancelToken();
        onCancel(child::cancel);
        return child;
    }

    /**
     * Waits, for {@code most} at the longest.
     *
     * @throws CancellationException as soon as it is cancelled
     */
    public void pause(Duration most) {
        try {
            cancelled.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new CancellationException("cancelled");
    }

    /** Runs {@code action} when cancelled; at once if that has happened already. */
    public void onCancel(Runnable action) {
        var unused = cancelled.thenRun(action);
    }
}
