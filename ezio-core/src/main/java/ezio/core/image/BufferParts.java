package ezio.core.image;

import java.nio.ByteBuffer;

/** Hands out the bytes that a buffer has left, part by part, as views of it: nothing is copied. */
final class BufferParts {

    private final ByteBuffer whole;

    BufferParts(ByteBuffer whole) {
        this.whole = whole;
    }

    /** Returns the next {@code lengthBytes} as a buffer of their own, and moves the whole one past them. */
    ByteBuffer next(long lengthBytes) {
        int position = whole.position();
        ByteBuffer part = whole.slice(position, Math.toIntExact(lengthBytes));
        whole.position(position + part.capacity());
        return part;
    }
}
