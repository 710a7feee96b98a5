package ezio.core.extent;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/**
 * The used ranges of one partition, in ascending order without overlap, and the byte stream that they make when they
 * are put end to end: the stream that a torrent's pieces are cut from.
 *
 * <p>Immutable. Two longs for each extent, so that an image with 400,000 of them takes 6 MiB. A position in the stream
 * is found by binary search.
 */
public final class ExtentMap {

    private final long[] offsets;
    // Stream position of each extent's first byte, and one more entry: the stream's length.
    private final long[] starts;

    private ExtentMap(long[] offsets, long[] starts) {
        this.offsets = offsets;
        this.starts = starts;
    }

    /** Collects extents one after the other. Not safe for use by several threads. */
    public static final class Builder {
        private long[] offsets = new long[64];
        private long[] starts = new long[65];
        private int count;

        private Builder() {}

        /**
         * Adds the next extent.
         *
         * @throws IllegalArgumentException if it starts before the end of the one before, or is no {@link Extent}
         */
        public Builder add(long offsetBytes, long lengthBytes) {
            Extent extent = new Extent(offsetBytes, lengthBytes);
            if (count > 0 && extent.offsetBytes() < endOfLast()) {
                throw new IllegalArgumentException(
                        "extent at " + offsetBytes + " starts before the end of the extent before it, " + endOfLast());
            }
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, count * 2);
                starts = Arrays.copyOf(starts, count * 2 + 1);
            }
            offsets[count] = offsetBytes;
            starts[count + 1] = starts[count] + lengthBytes;
            count++;
            return this;
        }

        /** Returns the first byte after the last extent; 0 while there is none. */
        public long endOfLast() {
            return count == 0 ? 0 : offsets[count - 1] + starts[count] - starts[count - 1];
        }

        public int count() {
            return count;
        }

        public ExtentMap build() {
            return new ExtentMap(Arrays.copyOf(offsets, count), Arrays.copyOf(starts, count + 1));
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * @throws IllegalArgumentException if the extents are not in ascending order or overlap
     */
    public static ExtentMap of(List<Extent> extents) {
        Builder builder = builder();
        extents.forEach(e -> builder.add(e.offsetBytes(), e.lengthBytes()));
        return builder.build();
    }

    /** Returns one extent that covers a whole device. */
    public static ExtentMap whole(long sizeBytes) {
        return builder().add(0, sizeBytes).build();
    }

    public int count() {
        return offsets.length;
    }

    /** Returns the length of the stream: the sum of all extents. */
    public long totalBytes() {
        return starts[offsets.length];
    }

    /** Returns the smallest size of a device that holds every extent. */
    public long endBytes() {
        int last = offsets.length - 1;
        return last < 0 ? 0 : offsets[last] + lengthBytes(last);
    }

    public long offsetBytes(int index) {
        return offsets[index];
    }

    public long lengthBytes(int index) {
        return starts[index + 1] - starts[index];
    }

    /** Returns where extent {@code index} starts in the stream. */
    public long streamStartBytes(int index) {
        return starts[index];
    }

    public List<Extent> extents() {
        return new AbstractList<>() {
            @Override
            public Extent get(int index) {
                return new Extent(offsetBytes(index), lengthBytes(index));
            }

            @Override
            public int size() {
                return count();
            }
        };
    }

    /**
     * Returns the index of the extent that holds a byte of the stream.
     *
     * @throws IndexOutOfBoundsException if {@code streamBytes} is not in 0 to {@link #totalBytes()} - 1
     */
    public int indexAt(long streamBytes) {
        if (streamBytes < 0 || streamBytes >= totalBytes()) {
            throw new IndexOutOfBoundsException("byte " + streamBytes + " of " + totalBytes());
        }
        int found = Arrays.binarySearch(starts, 0, offsets.length, streamBytes);
        return found >= 0 ? found : -found - 2;
    }

    /** Returns the same bytes in as few extents as can be: those that touch become one. */
    public ExtentMap merged() {
        Builder merged = builder();
        int first = 0;
        for (int i = 1; i <= count(); i++) {
            if (i == count() || offsets[i] != offsets[i - 1] + lengthBytes(i - 1)) {
                merged.add(offsets[first], starts[i] - starts[first]);
                first = i;
            }
        }
        return merged.build();
    }

    /** Returns where a byte of the device is in the stream; -1 if it is in no extent. */
    public long streamBytesOf(long deviceBytes) {
        int found = Arrays.binarySearch(offsets, deviceBytes);
        int index = found >= 0 ? found : -found - 2;
        long inExtent = index < 0 ? 0 : deviceBytes - offsets[index];
        return index >= 0 && inExtent < lengthBytes(index) ? starts[index] + inExtent : -1;
    }

    /** Is given the parts of a range of the stream. */
    @FunctionalInterface
    public interface RangeVisitor {
        /**
         * @param extent the index of the extent that the part lies in
         * @param inExtentBytes where the part starts in that extent
         * @param deviceBytes where the part starts on the device
         * @param lengthBytes 1 or more; an extent can be longer than 2 GiB, so can a part
         */
        void visit(int extent, long inExtentBytes, long deviceBytes, long lengthBytes);
    }

    /**
     * Tells where on the device a range of the stream lies, part by part, in order.
     *
     * @throws IndexOutOfBoundsException if the range is not inside of the stream
     */
    public void visit(long streamBytes, long lengthBytes, RangeVisitor visitor) {
        if (lengthBytes == 0) {
            return;
        }
        if (lengthBytes < 0 || streamBytes < 0 || streamBytes > totalBytes() - lengthBytes) {
            throw new IndexOutOfBoundsException(lengthBytes + " bytes at " + streamBytes + " of " + totalBytes());
        }
        long at = streamBytes;
        long left = lengthBytes;
        for (int i = indexAt(at); left > 0; i++) {
            long inExtent = at - starts[i];
            long part = Math.min(left, lengthBytes(i) - inExtent);
            visitor.visit(i, inExtent, offsets[i] + inExtent, part);
            at += part;
            left -= part;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExtentMap that
                && Arrays.equals(offsets, that.offsets)
                && Arrays.equals(starts, that.starts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(offsets) + Arrays.hashCode(starts);
    }

    @Override
    public String toString() {
        return count() + " extents, " + totalBytes() + " bytes";
    }
}
