package ezio.partclone.cache;

import ezio.core.progress.CancelToken;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Keeps other threads and other processes away from one image of the cache. The file stays when the lock is given back:
 * whoever removed it could leave two processes with a lock on two files of that name.
 */
final class CacheLock implements AutoCloseable {

    // Nothing tells when another process gives a lock back.
    private static final long LOOK_AGAIN_MS = 100;
    // A process has a lock on a file once, whichever thread took it.
    private static final Set<Path> TAKEN = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private CacheLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Blocks until nobody else has the lock.
     *
     * @param onWait is run once if that takes a while
     * @throws CancellationException if {@code cancel} was cancelled or this thread interrupted
     */
    static CacheLock take(Path file, Runnable onWait, CancelToken cancel) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        boolean isWaiting = false;
        while (true) {
            cancel.throwIfCancelled();
            CacheLock lock = tryTake(absolute);
            if (lock != null) {
                return lock;
            }
            if (!isWaiting) {
                isWaiting = true;
                onWait.run();
            }
            waitAWhile();
        }
    }

    /** Returns empty where somebody else has the lock. */
    static Optional<CacheLock> takeIfFree(Path file) throws IOException {
        return Optional.ofNullable(tryTake(file.toAbsolutePath().normalize()));
    }

    private static CacheLock tryTake(Path file) throws IOException {
        synchronized (TAKEN) {
            if (!TAKEN.add(file)) {
                return null;
            }
        }
        FileChannel channel = null;
        boolean isTaken = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            isTaken = lock != null;
            return isTaken ? new CacheLock(file, channel) : null;
        } finally {
            if (!isTaken) {
                giveBack(file, channel);
            }
        }
    }

    private static void waitAWhile() {
        synchronized (TAKEN) {
            try {
                TAKEN.wait(LOOK_AGAIN_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
        }
    }

    private static void giveBack(Path file, FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        }
        synchronized (TAKEN) {
            TAKEN.remove(file);
            TAKEN.notifyAll();
        }
    }

    @Override
    public void close() {
        giveBack(file, channel);
    }
}
