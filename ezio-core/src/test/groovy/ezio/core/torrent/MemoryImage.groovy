package ezio.core.torrent

import ezio.core.disk.DeviceFailure
import ezio.core.disk.Medium
import ezio.core.extent.ExtentMap
import ezio.core.image.ImageSource

import java.nio.ByteBuffer
import java.util.concurrent.atomic.AtomicLong

/** The bytes of a device in memory, seen through extents. Notes in which order it is read; fails where it is told. */
class MemoryImage implements ImageSource {

    final byte[] device
    final ExtentMap extents
    final List<Long> readStarts = Collections.synchronizedList([])
    final Set<String> readers = Collections.synchronizedSet([] as Set)
    final AtomicLong bytesRead = new AtomicLong()
    long failAtStreamBytes = Long.MAX_VALUE
    Medium medium = Medium.UNKNOWN
    Closure beforeRead = { long at -> }

    MemoryImage(byte[] device, ExtentMap extents) {
        this.device = device
        this.extents = extents
    }

    /** A whole device of reproducible bytes. */
    static MemoryImage random(int sizeBytes, long seed = 1) {
        byte[] bytes = new byte[sizeBytes]
        new Random(seed).nextBytes(bytes)
        new MemoryImage(bytes, ExtentMap.whole(sizeBytes))
    }

    /** The stream, computed independently of {@link #read}. */
    byte[] stream() {
        def out = new ByteArrayOutputStream()
        extents.extents().each { out.write(device, (int) it.offsetBytes(), (int) it.lengthBytes()) }
        out.toByteArray()
    }

    @Override
    String name() {
        '/dev/test'
    }

    @Override
    ExtentMap extents() {
        extents
    }

    @Override
    Medium medium() {
        medium
    }

    @Override
    void read(long streamBytes, ByteBuffer into) {
        beforeRead(streamBytes)
        readStarts << streamBytes
        readers << Thread.currentThread().name
        int length = into.remaining()
        if (streamBytes + length > failAtStreamBytes) {
            throw DeviceFailure.read(name(), failAtStreamBytes, length, new IOException('Input/output error'))
        }
        extents.visit(streamBytes, length) { int extent, long inExtent, long at, long part ->
            into.put(device, (int) at, (int) part)
        }
        bytesRead.addAndGet(length)
    }

    @Override
    void close() {}
}
