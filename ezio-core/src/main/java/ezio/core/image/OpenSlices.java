package ezio.core.image;

import ezio.core.disk.BlockDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Keeps the slices that were used last open, and closes the others: a process may have a thousand files open or so, and
 * an image 100,000 slices. Safe for use by any number of threads; a slice is not closed while one of them uses it, so
 * that for a moment as many more than the limit can be open as there are threads.
 */
final class OpenSlices {

    /** Does one thing with an open slice. */
    @FunctionalInterface
    interface Action {
        void on(BlockDevice slice);
    }

    /** Takes bytes from an open slice. */
    @FunctionalInterface
    interface Transfer {
        long from(BlockDevice slice) throws IOException;
    }

    private final int limit;
    private final IntFunction<BlockDevice> opener;
    private final LinkedHashMap<Integer, Slice> byIndex = new LinkedHashMap<>(16, 0.75f, true);
    private boolean isClosed;

    OpenSlices(int limit, IntFunction<BlockDevice> opener) {
        this.limit = limit;
        this.opener = opener;
    }

    private static final class Slice {
        // Guarded by the map's lock.
        private int users;
        // Guarded by this: two threads must not open one slice twice, and opening must not hold up the others.
        private BlockDevice device;

        synchronized BlockDevice device(int index, IntFunction<BlockDevice> opener) {
            if (device == null) {
                device = opener.apply(index);
            }
            return device;
        }

        synchronized void close() {
            if (device != null) {
                device.close();
                device = null;
            }
        }
    }

    /** Opens the slice if it is not, and runs {@code action} with it. */
    void with(int index, Action action) {
        Slice slice = take(index);
        try {
            action.on(slice.device(index, opener));
        } finally {
            giveBack(slice);
        }
    }

    /** As {@link #with}, for what counts bytes and may fail at the other end. */
    long from(int index, Transfer transfer) throws IOException {
        Slice slice = take(index);
        try {
            return transfer.from(slice.device(index, opener));
        } finally {
            giveBack(slice);
        }
    }

    private Slice take(int index) {
        synchronized (byIndex) {
            if (isClosed) {
                throw new IllegalStateException("the image was closed");
            }
            Slice slice = byIndex.computeIfAbsent(index, i -> new Slice());
            slice.users++;
            return slice;
        }
    }

    private void giveBack(Slice slice) {
        List<Slice> unused = List.of();
        synchronized (byIndex) {
            slice.users--;
            if (isClosed && slice.users == 0) {
                unused = List.of(slice);
            } else if (byIndex.size() > limit) {
                unused = removeUnused();
            }
        }
        unused.forEach(Slice::close);
    }

    private List<Slice> removeUnused() {
        List<Slice> removed = new ArrayList<>();
        Iterator<Map.Entry<Integer, Slice>> eldestFirst = byIndex.entrySet().iterator();
        while (byIndex.size() > limit && eldestFirst.hasNext()) {
            Slice slice = eldestFirst.next().getValue();
            if (slice.users == 0) {
                eldestFirst.remove();
                removed.add(slice);
            }
        }
        return removed;
    }

    int openCount() {
        synchronized (byIndex) {
            return byIndex.size();
        }
    }

    /** Closes all slices; those in use as soon as they are not. */
    void close() {
        List<Slice> unused = new ArrayList<>();
        synchronized (byIndex) {
            isClosed = true;
            byIndex.values().stream().filter(slice -> slice.users == 0).forEach(unused::add);
            byIndex.clear();
        }
        unused.forEach(Slice::close);
    }
}
