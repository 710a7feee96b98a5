package ezio.shell.demo;

import ezio.core.disk.BlockDevice;
import ezio.core.disk.ChannelDevice;
import ezio.core.extent.ExtentMap;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.progress.ProgressMeter;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Compares two images byte for byte, in their extents. */
final class ImageComparison {

    private static final int STEP_BYTES = 1 << 20;

    private ImageComparison() {}

    /**
     * Blocks until all was compared.
     *
     * @throws DemoProblem if a byte differs
     */
    static void compare(
            Path source, Path target, String name, ExtentMap extents, ProgressListener listener, CancelToken cancel) {
        ProgressMeter meter = new ProgressMeter("comparing " + name, extents.totalBytes(), listener);
        ByteBuffer expected = ByteBuffer.allocateDirect(STEP_BYTES);
        ByteBuffer found = ByteBuffer.allocateDirect(STEP_BYTES);
        try (BlockDevice from = ChannelDevice.openForReading(source);
                BlockDevice to = ChannelDevice.openForReading(target)) {
            extents.extents().forEach(extent -> {
                long at = extent.offsetBytes();
                while (at < extent.endBytes()) {
                    cancel.throwIfCancelled();
                    int length = (int) Math.min(STEP_BYTES, extent.endBytes() - at);
                    from.read(at, expected.clear().limit(length));
                    to.read(at, found.clear().limit(length));
                    int mismatch = expected.flip().mismatch(found.flip());
                    if (mismatch >= 0) {
                        throw DemoProblem.differs(name, at + mismatch);
                    }
                    meter.add(length);
                    at += length;
                }
            });
        }
    }
}
