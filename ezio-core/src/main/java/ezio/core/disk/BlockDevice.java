package ezio.core.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * A disk, a partition, or a file that stands for one.
 *
 * <p>Implementations must
 *
 * <ul>
 *   <li>allow reads and writes from several threads at once, without a shared position;
 *   <li>transfer every byte or throw: a short read is a {@link DeviceFailure}, never a small return value;
 *   <li>keep working after a calling thread was interrupted.
 * </ul>
 *
 * Offsets and lengths are bytes. A device is not buffered here; {@link #sync()} is the only promise of durability.
 */
public interface BlockDevice extends AutoCloseable {

    /** How much {@link #transfer} copies at a time where it has to copy. */
    int COPY_BYTES = 64 << 10;

    /** Returns the path or other name by which messages speak of the device. */
    String name();

    /** Returns the size when the device was opened; cheap. */
    long sizeBytes();

    /**
     * Fills {@code into} from {@code offsetBytes} on; blocks until done.
     *
     * @throws DeviceFailure with {@code END} if the range passes {@link #sizeBytes()}, with {@code READ} if the device
     *     reports an error; {@code into} then holds undefined bytes
     */
    void read(long offsetBytes, ByteBuffer into);

    /**
     * Writes all that {@code from} has left at {@code offsetBytes}; blocks until the operating system has taken it.
     *
     * @throws DeviceFailure with {@code END} if the range passes {@link #sizeBytes()} (nothing was written then), with
     *     {@code WRITE} if the device reports an error, is full or was opened for reading
     */
    void write(long offsetBytes, ByteBuffer from);

    /**
     * Blocks until everything written is on the medium.
     *
     * @throws DeviceFailure with {@code SYNC} if the device cannot promise that: what was written is in doubt then
     */
    void sync();

    /**
     * Hands bytes of the device to a channel, with no copy through this program's memory where the system can do that.
     * Waits for the device, never for the channel.
     *
     * @param to a channel in non-blocking mode, as a rule
     * @return how much the channel took, from the first byte on; 0 if it takes nothing now
     * @throws DeviceFailure as {@link #read}; the channel may have taken a part then
     * @throws IOException if the channel fails
     */
    default long transfer(long offsetBytes, long lengthBytes, WritableByteChannel to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(lengthBytes, COPY_BYTES));
        read(offsetBytes, bytes);
        return to.write(bytes.flip());
    }

    /** Returns what the device lies on, for who wants to read it well. */
    default Medium medium() {
        return Medium.UNKNOWN;
    }

    /** Closes without {@link #sync()}; calling it again does nothing. */
    @Override
    void close();
}
