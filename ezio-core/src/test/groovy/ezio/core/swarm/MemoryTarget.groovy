package ezio.core.swarm

import ezio.core.disk.Medium
import ezio.core.extent.ExtentMap
import ezio.core.image.ImageTarget
import java.nio.ByteBuffer

/** An image in memory, with places where it can be told to fail. */
class MemoryTarget implements ImageTarget {

    final String name
    final ExtentMap extents
    final byte[] bytes
    final List<Long> writes = Collections.synchronizedList([])
    volatile Closure<?> beforeWrite = { long at, int length -> }
    volatile Closure<?> beforeRead = { long at, int length -> }
    volatile Closure<?> onSync = { -> }
    volatile boolean isClosed
    Medium medium = Medium.UNKNOWN

    MemoryTarget(String name, ExtentMap extents, byte[] bytes = null) {
        this.name = name
        this.extents = extents
        this.bytes = bytes ?: new byte[(int) extents.totalBytes()]
    }

    static byte[] pattern(int length, long seed) {
        byte[] bytes = new byte[length]
        new Random(seed).nextBytes(bytes)
        bytes
    }

    @Override
    String name() { name }

    @Override
    ExtentMap extents() { extents }

    @Override
    Medium medium() { medium }

    @Override
    void read(long at, ByteBuffer into) {
        beforeRead.call(at, into.remaining())
        into.put(bytes, (int) at, into.remaining())
    }

    @Override
    void write(long at, ByteBuffer from) {
        beforeWrite.call(at, from.remaining())
        writes << at
        from.get(bytes, (int) at, from.remaining())
    }

    @Override
    void sync() { onSync.call() }

    @Override
    void close() { isClosed = true }
}
