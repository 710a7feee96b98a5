package ezio.core.swarm.wire;

import bt.protocol.InvalidMessageException;
import bt.protocol.Message;
import ezio.core.problem.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a peer: frames in, frames out.
 *
 * <p>The payload of a piece message is read from the socket straight into the memory that the handler names, and sent
 * from the memory or the disk that it was given; every other message passes through bt's codecs. {@link #send} and {@link
 * #sendBlock} only queue and may be called by any thread; messages overtake blocks that have not begun. Who sends blocks
 * keeps {@link #queuedBlockBytes} small.
 *
 * <p>The loop's thread reads and writes, but for blocks that come from a disk: while such a block is next, one of the
 * threads that may wait for disks writes, and the loop's thread does not.
 */
public final class Link {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private final NetworkLoop loop;
    private final MessageCodec codec;
    private final FrameReader reader;
    private final Outbox outbox = new Outbox();
    private volatile LinkHandler handler;
    private final InetSocketAddress remote;
    private final long createdNs = System.nanoTime();
    private volatile long lastReceivedNs = createdNs;
    private boolean isFlushAsked;

    // Only the loop's thread touches what follows.
    private SocketChannel channel;
    private SelectionKey key;

    // Set and cleared by the loop's thread; who writes elsewhere looks again when it has ended.
    private volatile boolean isWrittenElsewhere;

    Link(NetworkLoop loop, MessageCodec codec, LinkHandler handler, InetSocketAddress remote) {
        this.loop = loop;
        this.codec = codec;
        this.handler = handler;
        this.remote = remote;
        this.reader = new FrameReader(this, codec);
    }

    public InetSocketAddress remote() {
        return remote;
    }

    /** Returns when the link was made, as {@link System#nanoTime}. */
    public long createdNs() {
        return createdNs;
    }

    public long lastReceivedNs() {
        return lastReceivedNs;
    }

    public long lastSentNs() {
        return outbox.lastSentNs();
    }

    LinkHandler handler() {
        return handler;
    }

    void received() {
        lastReceivedNs = System.nanoTime();
    }

    /** Lets another handler have what happens from now on; called from within a call of the present one. */
    public void handOver(LinkHandler next) {
        handler = next;
    }

    /**
     * Lets the peer send messages of up to so many bytes, or of 64 KiB if that is more; called from within a call of the
     * handler.
     */
    public void allowMessages(int lengthBytes) {
        reader.allowMessages(lengthBytes);
    }

    /**
     * Returns about half of what the operating system holds, as it is now, of what was sent and not acknowledged; 0 if the
     * link is closed. It grows with the connection's rate.
     */
    public int sendBufferBytes() {
        return bufferBytes(StandardSocketOptions.SO_SNDBUF);
    }

    /**
     * Returns about how much the operating system holds, as it is now, of what has arrived and was not read; 0 if the link
     * is closed. It grows with the connection's rate.
     */
    public int receiveBufferBytes() {
        return bufferBytes(StandardSocketOptions.SO_RCVBUF);
    }

    private int bufferBytes(SocketOption<Integer> which) {
        try {
            return isClosed() ? 0 : channel.getOption(which);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Queues a message; closes the link if very many wait already. */
    public void send(Message message) {
        if (isClosed()) {
            return;
        }
        if (outbox.addMessage(codec.encode(message))) {
            askFlush();
        } else {
            close("does not take what it is sent");
        }
    }

    /** Queues a block; its payload is released when it was handed to the operating system or the link closed. */
    public void sendBlock(int piece, int offsetBytes, int lengthBytes, Payload payload) {
        ByteBuffer header = ByteBuffer.allocate(FrameReader.BLOCK_HEADER_BYTES);
        header.putInt(lengthBytes + FrameReader.BLOCK_HEADER_BYTES - Integer.BYTES)
                .put(FrameReader.PIECE_ID)
                .putInt(piece)
                .putInt(offsetBytes);
        outbox.addBlock(header.flip(), payload);
        askFlush();
    }

    /** Returns the payload bytes that are queued and not yet taken by the operating system. */
    public int queuedBlockBytes() {
        return outbox.queuedBlockBytes();
    }

    /** Throws queued blocks away that have not begun to leave, as after a choke. */
    public void dropQueuedBlocks() {
        outbox.dropQueuedBlocks();
    }

    /**
     * Closes the link soon, from any thread. What was sent before goes out first, as far as the socket takes it: the last
     * HAVE of a node that leaves tells the others that it is complete.
     */
    public void close(String reason) {
        loop.execute(() -> {
            flushNow();
            closeNow(reason);
        });
    }

    public boolean isClosed() {
        return outbox.isClosed();
    }

    private void askFlush() {
        if (isWrittenElsewhere) {
            return;
        }
        synchronized (outbox) {
            if (isFlushAsked) {
                return;
            }
            isFlushAsked = true;
        }
        if (loop.isLoopThread()) {
            loop.flushLater(this);
        } else {
            loop.execute(() -> loop.flushLater(this));
        }
    }

    void attach(SocketChannel newChannel, SelectionKey newKey) {
        channel = newChannel;
        key = newKey;
    }

    boolean isUnattached() {
        return channel == null;
    }

    void connected() {
        key.interestOps(SelectionKey.OP_READ);
        handler.connected(this);
    }

    void ready() {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                connected();
            }
            if (key.isValid() && key.isWritable()) {
                flushNow();
            }
            if (key.isValid() && key.isReadable() && !reader.read(channel)) {
                closeNow("closed by the peer");
            }
            if (reader.isTurnOver()) {
                loop.goOnSoon();
            }
        } catch (IOException e) {
            closeNow(words(e));
        } catch (InvalidMessageException e) {
            closeNow("protocol error: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("link to {}", remote, e);
            closeNow("internal error");
        }
    }

    private static String words(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Writes what the socket takes. On the loop's thread. */
    void flushNow() {
        synchronized (outbox) {
            isFlushAsked = false;
        }
        if (isWrittenElsewhere || channel == null || !channel.isConnected() || !key.isValid()) {
            return;
        }
        try {
            go(write(false));
        } catch (IOException e) {
            closeNow(words(e));
        }
    }

    private Outbox.Outcome write(boolean mayWaitForDisk) throws IOException {
        return outbox.write(channel, mayWaitForDisk, lengthBytes -> handler.blockSent(this, lengthBytes));
    }

    private void go(Outbox.Outcome outcome) {
        switch (outcome) {
            case EMPTY -> setWriteInterest(false);
            case FULL -> setWriteInterest(true);
            case TURN_OVER -> {
                setWriteInterest(true);
                loop.goOnSoon();
            }
            case DISK_NEXT -> {
                setWriteInterest(false);
                isWrittenElsewhere = true;
                loop.disk().execute(this::writeFromDisk);
            }
        }
    }

    /** On a thread that may wait for disks. */
    private void writeFromDisk() {
        String trouble = null;
        Outbox.Outcome outcome = Outbox.Outcome.EMPTY;
        try {
            outcome = write(true);
        } catch (IOException e) {
            trouble = words(e);
        } catch (Problem e) {
            trouble = "a block cannot be read";
        } catch (RuntimeException e) {
            LOG.error("link to {}", remote, e);
            trouble = "internal error";
        }
        Outbox.Outcome last = outcome;
        String reason = trouble;
        loop.execute(() -> wroteFromDisk(last, reason));
    }

    private void wroteFromDisk(Outbox.Outcome outcome, String trouble) {
        isWrittenElsewhere = false;
        if (isClosed()) {
            outbox.releaseLeaving();
        } else if (trouble != null) {
            closeNow(trouble);
        } else if (outcome == Outbox.Outcome.FULL) {
            setWriteInterest(true);
        } else {
            flushNow();
        }
    }

    private void setWriteInterest(boolean wanted) {
        int ops = key.interestOps();
        int newOps = wanted ? ops | SelectionKey.OP_WRITE : ops & ~SelectionKey.OP_WRITE;
        if (newOps != ops) {
            key.interestOps(newOps);
        }
    }

    /** Closes at once. On the loop's thread. */
    void closeNow(String reason) {
        if (isClosed()) {
            return;
        }
        outbox.close();
        if (channel != null) {
            NetworkLoop.closeQuietly(channel);
        }
        if (!isWrittenElsewhere) {
            outbox.releaseLeaving();
        }
        handler.closed(this, reason);
    }
}
