package ezio.core.image;

import java.nio.ByteBuffer;

/** An image that can be written. Bytes outside of its extents are never touched. */
public interface ImageTarget extends ImageSource {

    /**
     * Writes all that {@code from} has left at {@code streamBytes}; blocks until the operating system has taken it.
     *
     * @throws ezio.core.disk.DeviceFailure if the device or a slice cannot be written there
     * @throws IndexOutOfBoundsException if the range is not inside of the stream; nothing was written then
     */
    void write(long streamBytes, ByteBuffer from);

    /**
     * Blocks until everything written is on the medium.
     *
     * @throws ezio.core.disk.DeviceFailure if that cannot be promised
     */
    void sync();
}
