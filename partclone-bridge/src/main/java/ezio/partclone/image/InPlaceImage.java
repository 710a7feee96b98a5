package ezio.partclone.image;

import ezio.core.disk.BlockDevice;
import ezio.core.disk.ChannelDevice;
import ezio.core.disk.Medium;
import ezio.core.extent.ExtentMap;
import ezio.core.image.ImageSource;
import ezio.partclone.volume.Volumes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

/** The blocks of an image that is not packed, read where they are in its files. As safe for threads as its devices. */
final class InPlaceImage implements ImageSource {

    // Version 1 has a checksum behind each block: one by one, 1 MiB of blocks of 512 bytes would be 2,048 reads.
    private static final int SHORT_STRIP_BYTES = 32 << 10;
    private static final int STAGE_BYTES = 256 << 10;

    private final String name;
    private final DataLayout layout;
    private final ExtentMap extents;
    private final List<BlockDevice> devices = new ArrayList<>();
    // Where each volume starts in the whole, and one more: where the last one ends.
    private final long[] starts;

    InPlaceImage(Volumes volumes, DataLayout layout, ExtentMap extents) {
        if (extents.totalBytes() != layout.usedBytes()) {
            throw new IllegalArgumentException(
                    extents + " for an image of " + layout.usedBytes() + " bytes: " + volumes);
        }
        this.name = volumes.toString();
        this.layout = layout;
        this.extents = extents;
        this.starts = new long[volumes.paths().size() + 1];
        boolean isOpen = false;
        try {
            for (int i = 0; i < volumes.paths().size(); i++) {
                BlockDevice device =
                        ChannelDevice.openForReading(volumes.paths().get(i));
                devices.add(device);
                starts[i + 1] = starts[i] + device.sizeBytes();
            }
            isOpen = true;
        } finally {
            if (!isOpen) {
                close();
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ExtentMap extents() {
        return extents;
    }

    @Override
    public void read(long streamBytes, ByteBuffer into) {
        int limit = into.limit();
        if (streamBytes < 0 || streamBytes > layout.usedBytes() - into.remaining()) {
            throw new IndexOutOfBoundsException(into.remaining() + " bytes at " + streamBytes + " of " + extents);
        }
        long at = streamBytes;
        if (layout.stepBytes() > 0 && layout.stripBytes() <= SHORT_STRIP_BYTES) {
            readShortStrips(streamBytes, into);
            return;
        }
        while (into.position() < limit) {
            long inStrip = layout.stripBytes() - at % layout.stripBytes();
            int length = (int) Math.min(limit - into.position(), inStrip);
            readStored(layout.positionOf(at), into.limit(into.position() + length));
            into.limit(limit);
            at += length;
        }
    }

    /** Reads many strips at once, with the checksums between them, which it leaves out. */
    private void readShortStrips(long streamBytes, ByteBuffer into) {
        long stepsPerStage = STAGE_BYTES / (layout.stripBytes() + layout.stepBytes());
        long stageStreamBytes = stepsPerStage * layout.stripBytes();
        ByteBuffer stage = ByteBuffer.allocate(STAGE_BYTES);
        long at = streamBytes;
        while (into.hasRemaining()) {
            int length = (int) Math.min(into.remaining(), stageStreamBytes - at % layout.stripBytes());
            long firstStored = layout.positionOf(at);
            readStored(firstStored, stage.clear().limit((int) (layout.positionOf(at + length - 1) + 1 - firstStored)));
            long end = at + length;
            while (at < end) {
                int part = (int) Math.min(end - at, layout.stripBytes() - at % layout.stripBytes());
                into.put(stage.slice((int) (layout.positionOf(at) - firstStored), part));
                at += part;
            }
        }
    }

    private void readStored(long positionBytes, ByteBuffer into) {
        int limit = into.limit();
        long at = positionBytes;
        while (into.position() < limit) {
            int volume = volumeOf(at);
            // The last one is asked for whatever is left, and says itself where it has become too short.
            long inVolume = volume == devices.size() - 1 ? Long.MAX_VALUE : starts[volume + 1] - at;
            int length = (int) Math.min(limit - into.position(), inVolume);
            devices.get(volume).read(at - starts[volume], into.limit(into.position() + length));
            at += length;
            into.limit(limit);
        }
    }

    @Override
    public long transfer(long streamBytes, long lengthBytes, WritableByteChannel to) throws IOException {
        long inStrip = layout.stripBytes() - streamBytes % layout.stripBytes();
        long position = layout.positionOf(streamBytes);
        int volume = volumeOf(position);
        long inVolume = volume == devices.size() - 1 ? Long.MAX_VALUE : starts[volume + 1] - position;
        long length = Math.min(lengthBytes, Math.min(inStrip, inVolume));
        return devices.get(volume).transfer(position - starts[volume], length, to);
    }

    @Override
    public Medium medium() {
        return devices.get(0).medium();
    }

    private int volumeOf(long positionBytes) {
        int volume = 0;
        while (volume < devices.size() - 1 && starts[volume + 1] <= positionBytes) {
            volume++;
        }
        return volume;
    }

    @Override
    public void close() {
        devices.forEach(BlockDevice::close);
    }
}
