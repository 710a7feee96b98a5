package ezio.partclone.image;

import ezio.partclone.volume.Place;
import ezio.partclone.volume.UnpackedStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;

/** The used blocks of a partclone image; compares each checksum when its blocks have been read. */
final class BlockStream implements PartitionStream {

    private final UnpackedStream stream;
    private final String name;
    private final ImageHeader header;
    private final DataLayout layout;
    private final Checksum checksum;
    private long doneBytes;
    private long stripStartBytes;
    private long stripEndBytes;
    private Place stripPlace;
    private boolean isEndChecked;

    /**
     * @param stream stands at the first used block; owned from here on
     */
    BlockStream(UnpackedStream stream, String name, ImageHeader header, DataLayout layout) {
        this.stream = stream;
        this.name = name;
        this.header = header;
        this.layout = layout;
        this.checksum = Checksum.of(header.checksumMode(), header.blockBytes());
        startStrip();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public OptionalLong totalBytes() {
        return OptionalLong.of(layout.usedBytes());
    }

    @Override
    public long storedBytes() {
        return stream.storedBytes();
    }

    @Override
    public void read(ByteBuffer into) {
        int limit = into.limit();
        while (into.position() < limit && doneBytes < layout.usedBytes()) {
            int length = (int) Math.min(limit - into.position(), stripEndBytes - doneBytes);
            int start = into.position();
            into.limit(start + length);
            stream.read(into, checksum::update);
            into.limit(limit);
            doneBytes += into.position() - start;
            if (into.position() - start < length) {
                throw BadImage.dataEnds(stream.place(), doneBytes / header.blockBytes(), layout.usedBlocks());
            }
            if (doneBytes == stripEndBytes) {
                endStrip();
            }
        }
        if (doneBytes == layout.usedBytes() && !isEndChecked) {
            isEndChecked = true;
            Place end = stream.place();
            // Also lets the codec compare its own checksum.
            if (stream.read() >= 0) {
                throw BadImage.trailing(end);
            }
        }
    }

    private void startStrip() {
        stripStartBytes = doneBytes;
        stripEndBytes = Math.min(layout.usedBytes() - doneBytes, layout.stripBytes()) + doneBytes;
        stripPlace = stream.place();
    }

    private void endStrip() {
        if (layout.stepBytes() > 0) {
            byte[] stored = stream.readBytes(layout.stepBytes());
            if (stored.length < layout.stepBytes()) {
                throw BadImage.checksumEnds(stream.place());
            }
            byte[] found = checksum.value();
            if (!Arrays.equals(found, Arrays.copyOf(stored, found.length))) {
                throw BadImage.dataChecksum(
                        stripPlace,
                        header.checksumMode(),
                        stripStartBytes / header.blockBytes(),
                        stripEndBytes / header.blockBytes() - 1,
                        HexFormat.of().formatHex(found),
                        HexFormat.of().formatHex(stored, 0, found.length));
            }
            if (header.isReseeded()) {
                checksum.reset();
            }
        }
        startStrip();
    }

    @Override
    public void close() {
        stream.close();
    }
}
