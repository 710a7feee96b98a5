package ezio.core.swarm.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * What waits to leave by one link. Anybody may add; messages overtake blocks that have not begun. One thread at a time
 * calls {@link #write}.
 */
final class Outbox {

    /** How {@link #write} ended. */
    enum Outcome {
        /** Everything has left. */
        EMPTY,
        /** The socket takes no more now. */
        FULL,
        /** A block comes next that is still on a disk, and the caller must not wait for one. */
        DISK_NEXT,
        /** There is more, and others are to have their turn. */
        TURN_OVER
    }

    // Who lets so much wait, blocks apart, does not listen.
    private static final int MOST_QUEUED_MESSAGE_BYTES = 1 << 20;
    private static final int GATHERED_BUFFERS = 64;
    private static final int TURN_BYTES = 4 << 20;

    private final ArrayDeque<Outgoing> messages = new ArrayDeque<>();
    private final ArrayDeque<Outgoing> blocks = new ArrayDeque<>();
    private boolean isClosed;
    private int queuedBlockBytes;
    private int queuedMessageBytes;

    // Belongs to who writes.
    private final ArrayDeque<Outgoing> leaving = new ArrayDeque<>();
    private final ByteBuffer[] gathered = new ByteBuffer[GATHERED_BUFFERS];
    private volatile long lastSentNs = System.nanoTime();

    /** Returns false if so much waits already that the peer cannot be listening. */
    synchronized boolean addMessage(ByteBuffer bytes) {
        if (isClosed) {
            return true;
        }
        if (queuedMessageBytes > MOST_QUEUED_MESSAGE_BYTES) {
            return false;
        }
        messages.add(Outgoing.message(bytes));
        queuedMessageBytes += bytes.remaining();
        return true;
    }

    void addBlock(ByteBuffer header, Payload payload) {
        synchronized (this) {
            if (!isClosed) {
                blocks.add(Outgoing.block(header, payload));
                queuedBlockBytes += payload.lengthBytes();
                return;
            }
        }
        payload.release();
    }

    /** Returns the payload bytes that the operating system has not taken yet. */
    synchronized int queuedBlockBytes() {
        return queuedBlockBytes;
    }

    /** Returns when the channel last took something, as {@link System#nanoTime}. */
    long lastSentNs() {
        return lastSentNs;
    }

    synchronized boolean isClosed() {
        return isClosed;
    }

    /** Throws blocks away that have not begun to leave. */
    void dropQueuedBlocks() {
        ArrayDeque<Outgoing> dropped;
        synchronized (this) {
            dropped = new ArrayDeque<>(blocks);
            blocks.clear();
            dropped.forEach(block -> queuedBlockBytes -= block.blockBytes());
        }
        dropped.forEach(Outgoing::release);
    }

    /**
     * Writes what the channel takes.
     *
     * @param mayWaitForDisk whether blocks that are stored on a disk are sent too
     * @param onBlockSent is told the length of each block that has left
     */
    Outcome write(GatheringByteChannel channel, boolean mayWaitForDisk, IntConsumer onBlockSent) throws IOException {
        for (long turn = 0; turn < TURN_BYTES; ) {
            int count = gather(mayWaitForDisk);
            long written;
            if (count > 0) {
                long wanted = remaining(count);
                written = channel.write(gathered, 0, count);
                Arrays.fill(gathered, 0, count, null);
                retire(onBlockSent);
                if (written < wanted) {
                    return Outcome.FULL;
                }
            } else if (leaving.isEmpty()) {
                return Outcome.EMPTY;
            } else if (!mayWaitForDisk) {
                return Outcome.DISK_NEXT;
            } else {
                written = leaving.peek().payload().transferTo(channel);
                retire(onBlockSent);
                if (written == 0) {
                    return Outcome.FULL;
                }
            }
            lastSentNs = System.nanoTime();
            turn += written;
        }
        return Outcome.TURN_OVER;
    }

    private long remaining(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += gathered[i].remaining();
        }
        return sum;
    }

    /** Collects what can be written at once: up to the first payload that is on a disk, without it. */
    private int gather(boolean mayWaitForDisk) {
        topUp();
        int count = 0;
        for (Outgoing next : leaving) {
            boolean isStored = next.isStored();
            int parts =
                    1 + (next.blockBytes() == 0 || isStored ? 0 : next.payload().parts().length);
            if (isStored && !mayWaitForDisk || count > 0 && count + parts > GATHERED_BUFFERS) {
                break;
            }
            if (next.head.hasRemaining()) {
                gathered[count++] = next.head;
            }
            if (isStored) {
                break;
            }
            for (int i = 0; i < parts - 1; i++) {
                ByteBuffer part = next.payload().parts()[i];
                if (part.hasRemaining()) {
                    gathered[count++] = part;
                }
            }
        }
        return count;
    }

    private synchronized void topUp() {
        while (leaving.size() < GATHERED_BUFFERS / 2 && !(messages.isEmpty() && blocks.isEmpty())) {
            Outgoing next = messages.isEmpty() ? blocks.poll() : messages.poll();
            if (next.blockBytes() == 0) {
                queuedMessageBytes -= next.head.remaining();
            }
            leaving.add(next);
        }
    }

    private void retire(IntConsumer onBlockSent) {
        while (!leaving.isEmpty() && leaving.peek().isSent()) {
            Outgoing sent = leaving.poll();
            sent.release();
            int blockBytes = sent.blockBytes();
            if (blockBytes > 0) {
                synchronized (this) {
                    queuedBlockBytes -= blockBytes;
                }
                onBlockSent.accept(blockBytes);
            }
        }
    }

    /** Takes no more, and lets go of what waits; {@link #releaseLeaving} does the rest when nobody writes any more. */
    void close() {
        ArrayDeque<Outgoing> dropped;
        synchronized (this) {
            isClosed = true;
            dropped = new ArrayDeque<>(blocks);
            messages.clear();
            blocks.clear();
            queuedBlockBytes = 0;
        }
        dropped.forEach(Outgoing::release);
    }

    void releaseLeaving() {
        leaving.forEach(Outgoing::release);
        leaving.clear();
    }
}
