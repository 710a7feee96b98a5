package ezio.core.torrent;

import java.util.ArrayList;
import java.util.List;

/** The threads of one pass over an image; what one of them throws is kept for the thread that asked for the hashes. */
final class HashThreads {

    /** What a thread does. */
    interface Work {
        void run() throws InterruptedException;
    }

    private final List<Thread> threads = new ArrayList<>();
    private volatile Throwable failure;

    HashThreads(int count, Work work) {
        for (int i = 1; i <= count; i++) {
            Thread thread = new Thread(() -> run(work), "ezio-hash-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (Throwable e) {
            failure = e;
        }
    }

    int count() {
        return threads.size();
    }

    void start() {
        threads.forEach(Thread::start);
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** Throws what one of them has thrown. */
    void throwFailure() {
        Throwable e = failure;
        if (e instanceof Error error) {
            throw error;
        }
        if (e != null) {
            throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        }
    }

    /** Blocks until all have ended. */
    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Blocks until all have ended, also where this thread is interrupted, which it still is afterwards. */
    void joinAll() {
        boolean interrupted = false;
        while (true) {
            try {
                join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
