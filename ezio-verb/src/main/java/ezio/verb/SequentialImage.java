package ezio.verb;

import ezio.core.image.ImageSource;
import ezio.core.image.ImageStream;
import ezio.core.image.ImageTarget;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads an image in order, from some byte of its stream to the end, and writes what it reads to a target, too. */
final class SequentialImage implements ImageStream {

    private final ImageSource image;
    private final Optional<? extends ImageTarget> target;
    private final long startBytes;
    private long atBytes;

    /**
     * @param image not closed by this
     * @param target has the same extents; neither synced nor closed by this
     */
    SequentialImage(ImageSource image, long startBytes, Optional<? extends ImageTarget> target) {
        this.image = image;
        this.target = target;
        this.startBytes = startBytes;
        this.atBytes = startBytes;
    }

    @Override
    public String name() {
        return image.name();
    }

    @Override
    public OptionalLong totalBytes() {
        return OptionalLong.of(image.extents().totalBytes() - startBytes);
    }

    @Override
    public void read(ByteBuffer into) {
        int space = into.limit();
        int start = into.position();
        int length = (int) Math.min(into.remaining(), image.extents().totalBytes() - atBytes);
        if (length == 0) {
            return;
        }
        into.limit(start + length);
        image.read(atBytes, into);
        if (target.isPresent()) {
            target.get().write(atBytes, into.duplicate().flip().position(start));
        }
        into.limit(space);
        atBytes += length;
    }

    @Override
    public void close() {}
}
