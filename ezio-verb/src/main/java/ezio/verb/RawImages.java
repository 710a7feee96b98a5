package ezio.verb;

import ezio.core.disk.BlockDevice;
import ezio.core.disk.ChannelDevice;
import ezio.core.extent.ExtentMap;
import ezio.core.image.RawImage;
import java.nio.file.Path;

/** Opens raw images; leaves nothing open where that fails. */
final class RawImages {

    private RawImages() {}

    static RawImage openForReading(Path path, ExtentMap extents) {
        return on(ChannelDevice.openForReading(path), extents);
    }

    static RawImage openForWriting(Path path, ExtentMap extents) {
        return on(ChannelDevice.openForWriting(path), extents);
    }

    private static RawImage on(BlockDevice device, ExtentMap extents) {
        try {
            return new RawImage(device, extents);
        } catch (RuntimeException e) {
            device.close();
            throw e;
        }
    }
}
