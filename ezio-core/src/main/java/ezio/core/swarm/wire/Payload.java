package ezio.core.swarm.wire;

import ezio.core.problem.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;

/** The bytes of a block on their way to a peer: in memory, or still where they are stored. Used by one link, once. */
public final class Payload {

    private static final ByteBuffer[] NOT_IN_MEMORY = {};

    /** Bytes that are stored somewhere, and go from there to a channel. */
    @FunctionalInterface
    public interface Stored {

        /**
         * Hands over a part; waits for the store, never for the channel.
         *
         * @param fromBytes counted from the start of the block
         * @return how much the channel took; 0 if it takes nothing now
         * @throws Problem if the bytes cannot be read
         * @throws IOException if the channel fails
         */
        long transfer(long fromBytes, long lengthBytes, WritableByteChannel to) throws IOException;
    }

    private final ByteBuffer[] parts;
    private final Runnable release;
    private final Stored stored;
    private final Consumer<Problem> onFailure;
    private final int lengthBytes;
    private int sentBytes;

    private Payload(ByteBuffer[] parts, Runnable release, Stored stored, Consumer<Problem> onFailure, int lengthBytes) {
        this.parts = parts;
        this.release = release;
        this.stored = stored;
        this.onFailure = onFailure;
        this.lengthBytes = lengthBytes;
    }

    /**
     * @param parts one or more, in order
     * @param release runs once, when nobody reads {@code parts} any more
     */
    public static Payload inMemory(ByteBuffer[] parts, Runnable release) {
        int length = 0;
        for (ByteBuffer part : parts) {
            length += part.remaining();
        }
        return new Payload(parts, release, null, problem -> {}, length);
    }

    /**
     * @param onFailure is told if the bytes cannot be read; the link is closed then, since it has begun to send the block
     */
    public static Payload stored(int lengthBytes, Stored stored, Consumer<Problem> onFailure) {
        return new Payload(NOT_IN_MEMORY, () -> {}, stored, onFailure, lengthBytes);
    }

    /** Returns whether the bytes must be fetched, which can take as long as a disk does. */
    boolean isStored() {
        return stored != null;
    }

    /** Returns the bytes, or none if they are stored elsewhere. Their positions move when they leave. */
    public ByteBuffer[] parts() {
        return parts;
    }

    int lengthBytes() {
        return lengthBytes;
    }

    boolean isSent() {
        return isStored() ? sentBytes == lengthBytes : !parts[parts.length - 1].hasRemaining();
    }

    /** Hands over what the channel takes; 0 if it takes nothing now. */
    long transferTo(WritableByteChannel channel) throws IOException {
        long count;
        try {
            count = stored.transfer(sentBytes, lengthBytes - sentBytes, channel);
        } catch (Problem problem) {
            onFailure.accept(problem);
            throw problem;
        }
        sentBytes += (int) count;
        return count;
    }

    /** Nobody reads the bytes any more; called once. */
    public void release() {
        release.run();
    }
}
