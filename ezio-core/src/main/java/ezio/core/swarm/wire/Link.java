package ezio.core.swarm.wire;

import bt.protocol.Handshake;
import bt.protocol.InvalidMessageException;
import bt.protocol.KeepAlive;
import bt.protocol.Message;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/**
 * One connection to a peer: frames in, frames out.
 *
 * <p>The payload of a piece message is read from the socket straight into the memory that the handler names, and sent
 * from the memory that it was given; every other message passes through bt's codecs. {@link #send} and {@link #sendBlock}
 * only queue and may be called by any thread; messages overtake blocks that have not begun. Who sends blocks keeps
 * {@link #queuedBlockBytes} small.
 */
public final class Link {

    private static final int HANDSHAKE_BYTES = 68;
    private static final int BLOCK_HEADER_BYTES = 13;
    private static final byte PIECE_ID = 7;
    private static final byte LARGEST_CORE_ID = 8;
    private static final byte EXTENDED_ID = 20;

    // What is read beside a block's payload is copied once more, so this is kept small; a longer message than this gets
    // a buffer of its own.
    private static final int INPUT_BYTES = 8 << 10;
    // The largest that is usual is a part of the metadata, 16 KiB.
    private static final int USUAL_MESSAGE_BYTES = 64 << 10;
    // Who lets so much wait, blocks apart, does not listen.
    private static final int MOST_QUEUED_MESSAGE_BYTES = 1 << 20;
    private static final int LARGEST_BLOCK_BYTES = 1 << 20;
    // How much one link may read in its turn, so that the others get theirs.
    private static final int TURN_BYTES = 512 << 10;
    private static final int GATHERED_BUFFERS = 64;

    private final NetworkLoop loop;
    private final MessageCodec codec;
    private volatile LinkHandler handler;
    private final InetSocketAddress remote;
    private final long createdNs = System.nanoTime();

    private final ArrayDeque<Outgoing> messages = new ArrayDeque<>();
    private final ArrayDeque<Outgoing> blocks = new ArrayDeque<>();
    private boolean isFlushAsked;
    private boolean isClosed;
    private int queuedBlockBytes;
    private int queuedMessageBytes;

    // Only the loop's thread touches what follows.
    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES);
    private final ArrayDeque<Outgoing> leaving = new ArrayDeque<>();
    private SocketChannel channel;
    private SelectionKey key;
    private boolean hasHandshake;
    private ByteBuffer longMessage;
    private int largestMessageBytes = USUAL_MESSAGE_BYTES;
    private boolean isInBlock;
    private ByteBuffer blockTarget;
    private int blockPiece;
    private int blockOffset;
    private int blockLength;
    private int blockLeft;
    private volatile long lastReceivedNs = System.nanoTime();
    private volatile long lastSentNs = System.nanoTime();

    Link(NetworkLoop loop, MessageCodec codec, LinkHandler handler, InetSocketAddress remote) {
        this.loop = loop;
        this.codec = codec;
        this.handler = handler;
        this.remote = remote;
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
        return lastSentNs;
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
        largestMessageBytes = Math.max(USUAL_MESSAGE_BYTES, lengthBytes);
    }

    /** Queues a message; closes the link if very many wait already. */
    public void send(Message message) {
        ByteBuffer bytes = codec.encode(message);
        boolean isTooMuch;
        synchronized (messages) {
            if (isClosed) {
                return;
            }
            isTooMuch = queuedMessageBytes > MOST_QUEUED_MESSAGE_BYTES;
            if (!isTooMuch) {
                messages.add(new Outgoing(bytes));
                queuedMessageBytes += bytes.remaining();
            }
        }
        if (isTooMuch) {
            close("does not take what it is sent");
        } else {
            askFlush();
        }
    }

    /**
     * Queues a block.
     *
     * @param release runs once, when the payload was handed to the operating system or the link closed
     */
    public void sendBlock(int piece, int offsetBytes, int lengthBytes, ByteBuffer[] payload, Runnable release) {
        ByteBuffer header = ByteBuffer.allocate(BLOCK_HEADER_BYTES);
        header.putInt(lengthBytes + BLOCK_HEADER_BYTES - Integer.BYTES)
                .put(PIECE_ID)
                .putInt(piece)
                .putInt(offsetBytes);
        Outgoing block = new Outgoing(header.flip(), payload, lengthBytes, release);
        synchronized (messages) {
            if (!isClosed) {
                blocks.add(block);
                queuedBlockBytes += lengthBytes;
                block = null;
            }
        }
        if (block != null) {
            block.release();
            return;
        }
        askFlush();
    }

    /** Returns the payload bytes that are queued and not yet taken by the operating system. */
    public int queuedBlockBytes() {
        synchronized (messages) {
            return queuedBlockBytes;
        }
    }

    /** Throws queued blocks away that have not begun to leave, as after a choke. */
    public void dropQueuedBlocks() {
        ArrayDeque<Outgoing> dropped;
        synchronized (messages) {
            dropped = new ArrayDeque<>(blocks);
            blocks.clear();
            dropped.forEach(block -> queuedBlockBytes -= block.blockBytes);
        }
        dropped.forEach(Outgoing::release);
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
        synchronized (messages) {
            return isClosed;
        }
    }

    private void askFlush() {
        synchronized (messages) {
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
            if (key.isValid() && key.isReadable()) {
                read();
            }
        } catch (IOException e) {
            closeNow(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        } catch (InvalidMessageException e) {
            closeNow("protocol error: " + e.getMessage());
        } catch (RuntimeException e) {
            org.slf4j.LoggerFactory.getLogger(Link.class).error("link to {}", remote, e);
            closeNow("internal error");
        }
    }

    private void read() throws IOException {
        for (int turn = 0; turn < TURN_BYTES && !isClosed(); ) {
            int wanted;
            long count;
            if (isInBlock && blockTarget != null) {
                wanted = blockTarget.remaining() + input.remaining();
                count = channel.read(new ByteBuffer[] {blockTarget, input});
            } else if (longMessage != null) {
                wanted = longMessage.remaining();
                count = channel.read(longMessage);
            } else {
                wanted = input.remaining();
                count = channel.read(input);
            }
            if (count < 0) {
                closeNow("closed by the peer");
                return;
            }
            if (count == 0) {
                return;
            }
            lastReceivedNs = System.nanoTime();
            consume();
            turn += (int) count;
            if (count < wanted) {
                return;
            }
        }
    }

    private void consume() {
        if (longMessage != null) {
            if (longMessage.hasRemaining()) {
                return;
            }
            ByteBuffer whole = longMessage.flip();
            longMessage = null;
            deliver(whole);
        }
        input.flip();
        while (!isClosed() && next()) {
            // next() has done it
        }
        input.compact();
    }

    /** Takes one thing from the input; false if it is not there as a whole. */
    private boolean next() {
        if (isInBlock) {
            return nextOfBlock();
        }
        if (!hasHandshake) {
            return nextHandshake();
        }
        if (input.remaining() < Integer.BYTES) {
            return false;
        }
        int at = input.position();
        int length = input.getInt(at);
        if (length == 0) {
            input.position(at + Integer.BYTES);
            handler.message(this, KeepAlive.instance());
            return true;
        }
        if (length < 0 || length > Math.max(largestMessageBytes, LARGEST_BLOCK_BYTES + BLOCK_HEADER_BYTES)) {
            throw new InvalidMessageException("message of " + Integer.toUnsignedString(length) + " bytes");
        }
        if (input.remaining() < Integer.BYTES + 1) {
            return false;
        }
        byte id = input.get(at + Integer.BYTES);
        if (id == PIECE_ID) {
            return beginBlock(length);
        }
        if (length > largestMessageBytes) {
            throw new InvalidMessageException("message " + id + " of " + length + " bytes");
        }
        if (input.remaining() < Integer.BYTES + length) {
            if (Integer.BYTES + length > input.capacity()) {
                longMessage = ByteBuffer.allocate(Integer.BYTES + length);
                longMessage.put(input);
            }
            return false;
        }
        ByteBuffer message = input.slice(at, Integer.BYTES + length);
        input.position(at + Integer.BYTES + length);
        deliver(message);
        return true;
    }

    private void deliver(ByteBuffer message) {
        byte id = message.get(message.position() + Integer.BYTES);
        // The protocol asks to ignore messages that one does not know.
        if (id >= 0 && id <= LARGEST_CORE_ID || id == EXTENDED_ID) {
            handler.message(this, codec.decode(message));
        }
    }

    private boolean nextHandshake() {
        if (input.remaining() < HANDSHAKE_BYTES) {
            if (input.hasRemaining() && input.get(input.position()) != 19) {
                throw new InvalidMessageException("no BitTorrent handshake");
            }
            return false;
        }
        Message message = codec.decode(input.slice(input.position(), HANDSHAKE_BYTES));
        input.position(input.position() + HANDSHAKE_BYTES);
        if (!(message instanceof Handshake handshake)) {
            throw new InvalidMessageException("no BitTorrent handshake");
        }
        hasHandshake = true;
        handler.handshake(this, handshake);
        return true;
    }

    private boolean beginBlock(int messageLength) {
        if (input.remaining() < BLOCK_HEADER_BYTES) {
            return false;
        }
        int length = messageLength - BLOCK_HEADER_BYTES + Integer.BYTES;
        if (length <= 0 || length > LARGEST_BLOCK_BYTES) {
            throw new InvalidMessageException("block of " + length + " bytes");
        }
        input.position(input.position() + Integer.BYTES + 1);
        blockPiece = input.getInt();
        blockOffset = input.getInt();
        blockLength = length;
        blockLeft = length;
        isInBlock = true;
        blockTarget = handler.blockBegins(this, blockPiece, blockOffset, blockLength);
        return true;
    }

    /** Takes what the input holds of a block; its end may have been read past the input. */
    private boolean nextOfBlock() {
        if (blockTarget != null) {
            blockLeft = blockTarget.remaining();
        }
        int here = Math.min(blockLeft, input.remaining());
        if (here > 0) {
            if (blockTarget != null) {
                blockTarget.put(input.slice(input.position(), here));
            }
            input.position(input.position() + here);
            blockLeft -= here;
        }
        if (blockLeft > 0) {
            return false;
        }
        isInBlock = false;
        blockTarget = null;
        handler.blockArrived(this, blockPiece, blockOffset, blockLength);
        return true;
    }

    /** Writes what the socket takes. On the loop's thread. */
    void flushNow() {
        synchronized (messages) {
            isFlushAsked = false;
        }
        if (channel == null || !channel.isConnected() || !key.isValid()) {
            return;
        }
        try {
            while (true) {
                ByteBuffer[] gathered = gather();
                if (gathered.length == 0) {
                    setWriteInterest(false);
                    return;
                }
                long wanted = 0;
                for (ByteBuffer part : gathered) {
                    wanted += part.remaining();
                }
                long written = channel.write(gathered);
                if (written > 0) {
                    lastSentNs = System.nanoTime();
                }
                retire();
                if (written < wanted) {
                    setWriteInterest(true);
                    return;
                }
            }
        } catch (IOException e) {
            closeNow(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
    }

    private ByteBuffer[] gather() {
        synchronized (messages) {
            int buffers = 0;
            for (Outgoing outgoing : leaving) {
                buffers += outgoing.parts.length;
            }
            while (buffers < GATHERED_BUFFERS && !(messages.isEmpty() && blocks.isEmpty())) {
                Outgoing next = messages.isEmpty() ? blocks.poll() : messages.poll();
                if (next.blockBytes == 0) {
                    queuedMessageBytes -= next.parts[0].remaining();
                }
                leaving.add(next);
                buffers += next.parts.length;
            }
        }
        ByteBuffer[] gathered = new ByteBuffer
                [leaving.stream().mapToInt(outgoing -> outgoing.parts.length).sum()];
        int i = 0;
        for (Outgoing outgoing : leaving) {
            for (ByteBuffer part : outgoing.parts) {
                gathered[i++] = part;
            }
        }
        return gathered;
    }

    private void retire() {
        while (!leaving.isEmpty() && leaving.peek().isSent()) {
            Outgoing sent = leaving.poll();
            sent.release();
            if (sent.blockBytes > 0) {
                synchronized (messages) {
                    queuedBlockBytes -= sent.blockBytes;
                }
                handler.blockSent(this, sent.blockBytes);
            }
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
        ArrayDeque<Outgoing> dropped;
        synchronized (messages) {
            if (isClosed) {
                return;
            }
            isClosed = true;
            dropped = new ArrayDeque<>(leaving);
            dropped.addAll(messages);
            dropped.addAll(blocks);
            messages.clear();
            blocks.clear();
            queuedBlockBytes = 0;
        }
        leaving.clear();
        if (channel != null) {
            NetworkLoop.closeQuietly(channel);
        }
        dropped.forEach(Outgoing::release);
        handler.closed(this, reason);
    }
}
