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
     * Syncs on a thread of its own: Java would close the channel if the calling thread were interrupted meanwhile.
     *
     * @throws DeviceFailure with {@code SYNC}
     */
    static void force(FileChannel channel, String name) {
        CompletableFuture<Void> done = CompletableFuture.runAsync(
                () -> {
                    try {
                        channel.force(true);
                    } catch (ClosedChannelException e) {
                        throw DeviceFailure.sync(name, new IOException("it was closed", e));
                    } catch (IOException e) {
                        throw DeviceFailure.sync(name, e);
                    }
                },
                task -> {
                    Thread thread = new Thread(task, "sync " + name);
                    thread.setDaemon(true);
                    thread.start();
                });
        try {
            done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof DeviceFailure failure ? failure : e;
        }
    }
}
