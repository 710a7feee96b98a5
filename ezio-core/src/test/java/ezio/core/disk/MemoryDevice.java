package ezio.core.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A device in memory, for specs; its bytes are open to look at. */
public final class MemoryDevice implements BlockDevice {

    private final String name;
    private final byte[] bytes;
    private volatile boolean isClosed;

    public MemoryDevice(String name, int sizeBytes) {
        this.name = name;
        this.bytes = new byte[sizeBytes];
    }

    public byte[] bytes() {
        return bytes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sizeBytes() {
        return bytes.length;
    }

    @Override
    public void read(long offsetBytes, ByteBuffer into) {
        if (isClosed) {
            throw DeviceFailure.read(name, offsetBytes, into.remaining(), new IOException("it was closed"));
        }
        checkRange(offsetBytes, into.remaining());
        into.put(bytes, (int) offsetBytes, into.remaining());
    }

    @Override
    public void write(long offsetBytes, ByteBuffer from) {
        if (isClosed) {
            throw DeviceFailure.write(name, offsetBytes, from.remaining(), new IOException("it was closed"));
        }
        checkRange(offsetBytes, from.remaining());
        from.get(bytes, (int) offsetBytes, from.remaining());
    }

    private void checkRange(long offsetBytes, int length) {
        if (offsetBytes < 0 || offsetBytes > bytes.length - length) {
            throw DeviceFailure.end(name, offsetBytes, length, bytes.length);
        }
    }

    @Override
    public void sync() {
        if (isClosed) {
            throw DeviceFailure.sync(name, new IOException("it was closed"));
        }
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
