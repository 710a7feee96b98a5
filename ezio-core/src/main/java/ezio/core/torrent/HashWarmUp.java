package ezio.core.torrent;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes the JVM compile SHA-1 while nothing can be hashed yet, on a thread of its own: otherwise the first tenths of a
 * second of hashing are several times slower than the rest. Safe for use by any thread.
 */
public final class HashWarmUp {

    // As they are hashed: the JVM compiles the ways that are taken.
    private static final int STEP_BYTES = 256 << 10;
    // All is compiled after 50 to 100 MiB, on JDK 17 and on 25.
    private static final int MOST_BYTES = 128 << 20;

    private static final AtomicBoolean HAS_BEGUN = new AtomicBoolean();
    private static volatile boolean isOver;

    private HashWarmUp() {}

    /**
     * Begins; returns at once. The thread ends after some tenths of a second. Does nothing where there is one core only,
     * nor a second time.
     */
    public static void begin() {
        if (Runtime.getRuntime().availableProcessors() > 1 && HAS_BEGUN.compareAndSet(false, true)) {
            Thread thread = new Thread(HashWarmUp::run, "ezio-hash-warm-up");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void run() {
        MessageDigest sha1 = Sha1.newDigest();
        ByteBuffer nothing = ByteBuffer.allocateDirect(STEP_BYTES);
        for (int done = 0; done < MOST_BYTES && !isOver; done += STEP_BYTES) {
            sha1.update(nothing.clear());
        }
    }

    /** Ends it, a moment later, for good: there is something to hash now. */
    public static void end() {
        isOver = true;
    }
}
