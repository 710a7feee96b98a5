package ezio.partclone.image;

import ezio.core.image.ImageStream;
import ezio.core.image.ImageTarget;
import ezio.core.progress.ProgressListener;
import ezio.core.progress.ProgressMeter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/** Writes what is read from an image to targets, too, and tells how far it is. */
final class TeeStream implements ImageStream {

    private final PartitionStream stream;
    private final List<? extends ImageTarget> targets;
    private final ProgressMeter meter;
    private final boolean countsStored;
    private long doneBytes;
    private long storedBytes;

    /** The image is opened here, and closed with this. */
    TeeStream(PartitionImage image, List<? extends ImageTarget> targets, String verb, ProgressListener listener) {
        for (ImageTarget target : targets) {
            OptionalLong used = image.usedBytes();
            if (used.isEmpty() || target.extents().totalBytes() != used.getAsLong()) {
                throw new IllegalArgumentException(target.extents() + " for " + image.name() + ", " + used);
            }
        }
        this.targets = targets;
        // A packed raw image tells its length at the end only, but how long its files are is known.
        this.countsStored = image.usedBytes().isEmpty();
        long total = image.usedBytes().orElse(image.volumes().totalBytes());
        this.meter = new ProgressMeter(verb + " " + image.name(), total, listener);
        this.stream = image.openStream();
    }

    @Override
    public String name() {
        return stream.name();
    }

    @Override
    public OptionalLong totalBytes() {
        return stream.totalBytes();
    }

    /** Returns how many bytes were read so far. */
    long doneBytes() {
        return doneBytes;
    }

    @Override
    public void read(ByteBuffer into) {
        int start = into.position();
        stream.read(into);
        int length = into.position() - start;
        for (ImageTarget target : targets) {
            target.write(doneBytes, into.duplicate().flip().position(start));
        }
        doneBytes += length;
        if (countsStored) {
            long stored = stream.storedBytes();
            meter.add(stored - storedBytes);
            storedBytes = stored;
        } else {
            meter.add(length);
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
