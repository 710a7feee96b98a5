package ezio.core.image;

import ezio.core.extent.ExtentMap;
import java.nio.ByteBuffer;

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

    @Override
    void close();
}
