package ezio.core.disk;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Gets names and bytes onto the medium, also for a thread that is interrupted. */
public final class Durability {

    private Durability() {}

    /**
     * Blocks until the names in a directory are on the medium: a new or renamed file can be gone after a power cut
     * before that, whatever was done for its content.
     *
     * @throws DeviceFailure with {@code SYNC} if that cannot be promised
     */
    public static void syncDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            force(channel, directory.toString());
        } catch (IOException e) {
            throw DeviceFailure.sync(directory.toString(), e);
        }
    }

    /**
     * Runs work that syncs many things on one thread of its own, and blocks until it has ended; throws what it throws.
     * Java closes a channel when the thread that syncs it is interrupted, and of this thread nobody else knows.
     */
    public static void onSyncThread(Runnable work) {
        if (Thread.currentThread() instanceof SyncThread) {
            work.run();
            return;
        }
        try {
            // join() waits on when the caller is interrupted, and leaves it interrupted.
            CompletableFuture.runAsync(work, task -> new SyncThread(task).start())
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static final class SyncThread extends Thread {
        SyncThread(Runnable task) {
            super(task, "ezio-sync");
            setDaemon(true);
        }
    }

    /**
     * Blocks until a channel's bytes are on the medium, whether the caller is interrupted or not.
     *
     * @throws DeviceFailure with {@code SYNC}
     */
    static void force(FileChannel channel, String name) {
        onSyncThread(() -> {
            try {
                channel.force(true);
            } catch (ClosedChannelException e) {
                throw DeviceFailure.sync(name, new IOException("it was closed", e));
            } catch (IOException e) {
                throw DeviceFailure.sync(name, e);
            }
        });
    }
}
