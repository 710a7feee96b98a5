package ezio.core.extent;

/**
 * A used range of a partition.
 *
 * @param offsetBytes where it starts in the partition, 0 or more
 * @param lengthBytes 1 or more; offset + length does not pass 2^63-1
 */
public record Extent(long offsetBytes, long lengthBytes) {

    public Extent {
        if (offsetBytes < 0 || lengthBytes <= 0 || offsetBytes > Long.MAX_VALUE - lengthBytes) {
            throw new IllegalArgumentException("no extent: offset " + offsetBytes + ", length " + lengthBytes);
        }
    }

    /** Returns the first byte after the extent. */
    public long endBytes() {
        return offsetBytes + lengthBytes;
    }
}
