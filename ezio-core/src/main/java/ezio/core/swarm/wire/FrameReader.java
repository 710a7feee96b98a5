package ezio.core.swarm.wire;

import bt.protocol.Handshake;
import bt.protocol.InvalidMessageException;
import bt.protocol.KeepAlive;
import bt.protocol.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;

/**
 * The incoming side of a link: cuts what arrives into a handshake, messages and blocks, and tells the link's handler. On
 * the loop's thread only.
 *
 * <pre>
 *   handshake   68 bytes, the first of them 19
 *   message     4 bytes length (0: keep-alive), 1 byte id, the rest
 *   block       4 bytes length, 7, 4 bytes piece, 4 bytes offset, payload (BEP 3)
 * </pre>
 */
final class FrameReader {

    static final int BLOCK_HEADER_BYTES = 13;
    static final byte PIECE_ID = 7;

    private static final int HANDSHAKE_BYTES = 68;
    private static final byte LARGEST_CORE_ID = 8;
    private static final byte EXTENDED_ID = 20;

    // What is read beside a block's payload is copied once more, so this is kept small; a longer message than this gets
    // a buffer of its own.
    private static final int INPUT_BYTES = 8 << 10;
    // The largest that is usual is a part of the metadata, 16 KiB.
    private static final int USUAL_MESSAGE_BYTES = 64 << 10;
    private static final int LARGEST_BLOCK_BYTES = 1 << 20;
    // How much one link may read in its turn, so that the others get theirs.
    private static final int TURN_BYTES = 512 << 10;

    private final Link link;
    private final MessageCodec codec;
    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES);
    private final ByteBuffer[] blockAndInput = new ByteBuffer[2];
    private boolean hasHandshake;
    private ByteBuffer longMessage;
    private int largestMessageBytes = USUAL_MESSAGE_BYTES;
    private boolean isInBlock;
    private ByteBuffer blockTarget;
    private int blockPiece;
    private int blockOffset;
    private int blockLength;
    private int blockLeft;
    private boolean isTurnOver;

    FrameReader(Link link, MessageCodec codec) {
        this.link = link;
        this.codec = codec;
    }

    void allowMessages(int lengthBytes) {
        largestMessageBytes = Math.max(USUAL_MESSAGE_BYTES, lengthBytes);
    }

    /**
     * Reads what is there, up to a turn's worth.
     *
     * @return false if the peer has closed the connection
     * @throws InvalidMessageException if what arrives is not the protocol
     */
    boolean read(ScatteringByteChannel channel) throws IOException {
        isTurnOver = false;
        for (int turn = 0; turn < TURN_BYTES && !link.isClosed(); ) {
            int wanted;
            long count;
            if (isInBlock && blockTarget != null) {
                wanted = blockTarget.remaining() + input.remaining();
                blockAndInput[0] = blockTarget;
                blockAndInput[1] = input;
                count = channel.read(blockAndInput);
            } else {
                ByteBuffer into = longMessage != null ? longMessage : input;
                wanted = into.remaining();
                count = channel.read(into);
            }
            if (count < 0) {
                return false;
            }
            if (count == 0) {
                return true;
            }
            link.received();
            consume();
            turn += (int) count;
            if (count < wanted) {
                return true;
            }
        }
        isTurnOver = true;
        return true;
    }

    /** Tells whether the last {@link #read} left something for the next turn, as far as it knows. */
    boolean isTurnOver() {
        return isTurnOver;
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
        while (!link.isClosed() && next()) {
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
            link.handler().message(link, KeepAlive.instance());
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
            link.handler().message(link, codec.decode(message));
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
        link.handler().handshake(link, handshake);
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
        blockTarget = link.handler().blockBegins(link, blockPiece, blockOffset, blockLength);
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
        link.handler().blockArrived(link, blockPiece, blockOffset, blockLength);
        return true;
    }
}
