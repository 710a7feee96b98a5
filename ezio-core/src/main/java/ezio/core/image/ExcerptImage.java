package ezio.core.image;

import ezio.core.disk.Medium;
import ezio.core.extent.ExtentMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * An image that is read out of another one, which holds the same bytes of the device or more, whatever extents they are
 * cut into there. As safe for threads as that one; closing it closes that one.
 */
public final class ExcerptImage implements ImageSource {

    private final ImageSource whole;
    private final ExtentMap wholeMerged;
    private final ExtentMap extents;
    private final boolean isAll;

    /**
     * @param whole owned by this from here on, unless this throws
     * @param extents what is wanted of it
     * @throws BlocksMissing if {@code whole} does not hold all of them
     */
    public ExcerptImage(ImageSource whole, ExtentMap extents) {
        this.wholeMerged = whole.extents().merged();
        this.isAll = check(whole.name(), wholeMerged, extents.merged());
        this.whole = whole;
        this.extents = extents;
    }

    /**
     * Looks whether an image holds what is wanted of it, before it is opened.
     *
     * @param name of the image, for the message
     * @return whether it holds the same, and no more
     * @throws BlocksMissing if {@code held} does not hold all of {@code wanted}
     */
    public static boolean require(String name, ExtentMap held, ExtentMap wanted) {
        return check(name, held.merged(), wanted.merged());
    }

    /** Takes extents without neighbours that touch; returns whether they are the same. */
    private static boolean check(String name, ExtentMap held, ExtentMap wanted) {
        if (wanted.equals(held)) {
            return true;
        }
        for (int i = 0; i < wanted.count(); i++) {
            long offsetBytes = wanted.offsetBytes(i);
            long heldBytes = heldBytes(held, offsetBytes);
            if (heldBytes < wanted.lengthBytes(i)) {
                throw new BlocksMissing(name, offsetBytes + heldBytes, wanted.lengthBytes(i) - heldBytes);
            }
        }
        return false;
    }

    /** Returns how many bytes are held from there on without a gap. */
    private static long heldBytes(ExtentMap held, long offsetBytes) {
        long at = held.streamBytesOf(offsetBytes);
        return at < 0 ? 0 : held.streamStartBytes(held.indexAt(at) + 1) - at;
    }

    /** Tells whether this is the whole of the other image: the streams of both are the same. */
    public boolean isAll() {
        return isAll;
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public ExtentMap extents() {
        return extents;
    }

    @Override
    public void read(long streamBytes, ByteBuffer into) {
        if (isAll) {
            whole.read(streamBytes, into);
            return;
        }
        BufferParts parts = new BufferParts(into);
        extents.visit(streamBytes, into.remaining(), (extent, inExtentBytes, deviceBytes, lengthBytes) -> {
            whole.read(wholeMerged.streamBytesOf(deviceBytes), parts.next(lengthBytes));
        });
    }

    @Override
    public long transfer(long streamBytes, long lengthBytes, WritableByteChannel to) throws IOException {
        if (isAll) {
            return whole.transfer(streamBytes, lengthBytes, to);
        }
        int extent = extents.indexAt(streamBytes);
        long inExtentBytes = streamBytes - extents.streamStartBytes(extent);
        return whole.transfer(
                wholeMerged.streamBytesOf(extents.offsetBytes(extent) + inExtentBytes),
                Math.min(lengthBytes, extents.lengthBytes(extent) - inExtentBytes),
                to);
    }

    @Override
    public Medium medium() {
        return whole.medium();
    }

    @Override
    public void close() {
        whole.close();
    }
}
