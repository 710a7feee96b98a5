package ezio.partclone.image;

import ezio.partclone.volume.UnpackedStream;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** A raw image from its first block to its last whole one. */
final class RawDumpStream implements PartitionStream {

    private static final int STAGE_BYTES = 128 << 10;

    private final UnpackedStream stream;
    private final String name;
    private final OptionalLong sizeBytes;
    private final ByteBuffer stage = ByteBuffer.allocate(STAGE_BYTES).limit(0);
    private boolean isAtEnd;

    /**
     * @param stream owned from here on
     */
    RawDumpStream(UnpackedStream stream, String name, OptionalLong sizeBytes) {
        this.stream = stream;
        this.name = name;
        this.sizeBytes = sizeBytes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public OptionalLong totalBytes() {
        return sizeBytes.isPresent()
                ? OptionalLong.of(sizeBytes.getAsLong() / RawDump.BLOCK_BYTES * RawDump.BLOCK_BYTES)
                : OptionalLong.empty();
    }

    @Override
    public long storedBytes() {
        return stream.storedBytes();
    }

    @Override
    public void read(ByteBuffer into) {
        while (into.hasRemaining() && fillStage()) {
            int length = Math.min(into.remaining(), stage.remaining());
            into.put(stage.slice(stage.position(), length));
            stage.position(stage.position() + length);
        }
        // The one who asks for all bytes, and no more, must hear what is wrong with the end, too.
        if (sizeBytes.isPresent() && !stage.hasRemaining() && isAllRead()) {
            fillStage();
        }
    }

    private boolean isAllRead() {
        return sizeBytes.getAsLong() - stream.positionBytes() < RawDump.BLOCK_BYTES;
    }

    private boolean fillStage() {
        if (stage.hasRemaining()) {
            return true;
        }
        if (isAtEnd) {
            return false;
        }
        stream.read(stage.clear(), (array, offset, length) -> {});
        isAtEnd = stage.hasRemaining();
        stage.flip();
        stage.limit(stage.limit() / RawDump.BLOCK_BYTES * RawDump.BLOCK_BYTES);
        if (isAtEnd) {
            checkEnd();
        }
        return stage.hasRemaining();
    }

    private void checkEnd() {
        if (sizeBytes.isPresent() && sizeBytes.getAsLong() != stream.positionBytes()) {
            throw BadImage.wrongLength(name, stream.positionBytes(), sizeBytes.getAsLong());
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
