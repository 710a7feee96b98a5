package ezio.core.swarm.wire;

import bt.protocol.InvalidMessageException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Looks at a bencoded value of a peer before bt does, which follows nesting by recursion and makes room for a string of
 * any length that is announced.
 */
final class BencodeLimits {

    // libtorrent's extension handshake, the largest known, nests 2 deep and has about 60 values.
    private static final int DEEPEST = 16;
    private static final int MOST_VALUES = 1000;
    private static final int LONGEST_INTEGER = 20;
    private static final int LONGEST_LENGTH = 7;

    private BencodeLimits() {}

    /**
     * Passes over the value at the buffer's position; what follows it is not looked at.
     *
     * @throws InvalidMessageException if it is none, or beyond what a peer has reason to send
     */
    static void pass(ByteBuffer bytes) {
        int depth = 0;
        int values = 0;
        try {
            do {
                byte next = bytes.get();
                if (next == 'd' || next == 'l') {
                    depth++;
                } else if (next == 'e') {
                    depth--;
                } else if (next == 'i') {
                    passUntil(bytes, 'e', LONGEST_INTEGER);
                } else if (next >= '0' && next <= '9') {
                    passString(bytes, next - '0');
                } else {
                    throw new InvalidMessageException("no bencoding: byte " + next);
                }
                if (depth < 0 || depth > DEEPEST || ++values > MOST_VALUES) {
                    throw new InvalidMessageException("bencoding that nests too deep or holds too much");
                }
            } while (depth > 0);
        } catch (BufferUnderflowException e) {
            InvalidMessageException problem = new InvalidMessageException("bencoding that is cut short");
            problem.initCause(e);
            throw problem;
        }
    }

    private static void passString(ByteBuffer bytes, int firstDigit) {
        long length = firstDigit;
        int digits = 1;
        for (byte next = bytes.get(); next != ':'; next = bytes.get()) {
            if (next < '0' || next > '9' || ++digits > LONGEST_LENGTH) {
                throw new InvalidMessageException("a string length that is none");
            }
            length = length * 10 + next - '0';
        }
        if (length > bytes.remaining()) {
            throw new InvalidMessageException("a string of " + length + " bytes in a message of fewer");
        }
        bytes.position(bytes.position() + (int) length);
    }

    private static void passUntil(ByteBuffer bytes, char end, int atMost) {
        for (int i = 0; bytes.get() != end; i++) {
            if (i == atMost) {
                throw new InvalidMessageException("an integer of too many digits");
            }
        }
    }
}
