package ezio.core.image;

import ezio.core.disk.BlockDevice;
import ezio.core.disk.Medium;
import ezio.core.extent.ExtentMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * The bytes of a torrent as one stream: the extents of an {@link ExtentMap} put end to end, wherever they are kept.
 *
 * <p>Implementations must allow calls from several threads at once, and transfer every byte or throw.
 */
public interface ImageSource extends AutoCloseable {

    /** Returns the device, file or directory by which messages speak of the image. */
    String name();

    ExtentMap extents();

    /**
     * Fills {@code into} with the stream's bytes from {@code streamBytes} on; blocks until done.
     *
     * @throws ezio.core.disk.DeviceFailure if the device or a slice cannot be read there
     * @throws IndexOutOfBoundsException if the range is not inside of the stream
     */
    void read(long streamBytes, ByteBuffer into);

    /**
     * Hands bytes of the stream to a channel, with no copy through this program's memory where the system can do that.
     * Waits for the device, never for the channel.
     *
     * @return how much the channel took, from {@code streamBytes} on; may be less than it would take: 0 means that it
     *     takes nothing now
     * @throws ezio.core.disk.DeviceFailure if the device or a slice cannot be read there; the channel may have taken a
     *     part then
     * @throws IOException if the channel fails
     */
    default long transfer(long streamBytes, long lengthBytes, WritableByteChannel to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(lengthBytes, BlockDevice.COPY_BYTES));
        read(streamBytes, bytes);
        return to.write(bytes.flip());
    }

    /** Returns what the image lies on, for who wants to read it well. */
    default Medium medium() {
        return Medium.UNKNOWN;
    }

    @Override
    void close();
}
