package ezio.core.image;

import ezio.core.disk.BlockDevice;
import ezio.core.disk.Medium;
import ezio.core.extent.ExtentMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * An image where it belongs: each extent at its offset on a disk, a partition, or a file that stands for one. Bytes
 * outside of the extents are never read or written.
 *
 * <p>Holds no bytes and no locks of its own; as safe for threads as its device. Closing it closes the device.
 */
public final class RawImage implements ImageTarget {

    private final BlockDevice device;
    private final ExtentMap extents;

    /**
     * @param device owned by the image from here on, unless this throws
     * @throws DeviceTooSmall if an extent passes the device's end
     */
    public RawImage(BlockDevice device, ExtentMap extents) {
        if (extents.endBytes() > device.sizeBytes()) {
            throw new DeviceTooSmall(device.name(), device.sizeBytes(), extents.endBytes());
        }
        this.device = device;
        this.extents = extents;
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public ExtentMap extents() {
        return extents;
    }

    @Override
    public void read(long streamBytes, ByteBuffer into) {
        BufferParts parts = new BufferParts(into);
        extents.visit(streamBytes, into.remaining(), (extent, inExtentBytes, deviceBytes, lengthBytes) -> {
            device.read(deviceBytes, parts.next(lengthBytes));
        });
    }

    @Override
    public void write(long streamBytes, ByteBuffer from) {
        BufferParts parts = new BufferParts(from);
        extents.visit(streamBytes, from.remaining(), (extent, inExtentBytes, deviceBytes, lengthBytes) -> {
            device.write(deviceBytes, parts.next(lengthBytes));
        });
    }

    @Override
    public long transfer(long streamBytes, long lengthBytes, WritableByteChannel to) throws IOException {
        int extent = extents.indexAt(streamBytes);
        long inExtentBytes = streamBytes - extents.streamStartBytes(extent);
        long sentBytes = 0;
        // A block of an image of many small extents lies in many places.
        while (true) {
            long part = Math.min(lengthBytes - sentBytes, extents.lengthBytes(extent) - inExtentBytes);
            long sent = device.transfer(extents.offsetBytes(extent) + inExtentBytes, part, to);
            sentBytes += sent;
            if (sent < part || sentBytes == lengthBytes) {
                return sentBytes;
            }
            extent++;
            inExtentBytes = 0;
        }
    }

    @Override
    public Medium medium() {
        return device.medium();
    }

    @Override
    public void sync() {
        device.sync();
    }

    @Override
    public void close() {
        device.close();
    }
}
