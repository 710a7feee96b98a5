package ezio.partclone.image;

import ezio.core.extent.ExtentMap;
import ezio.core.image.ImageSource;
import ezio.core.progress.CancelToken;
import ezio.partclone.volume.Compression;
import ezio.partclone.volume.UnpackedStream;
import ezio.partclone.volume.Volumes;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A whole partition, byte by byte, in files: what Clonezilla makes with partclone.dd of a file system that partclone
 * does not know. As for partclone, its blocks have 512 bytes, and bytes behind the last whole block do not count.
 */
public final class RawDump implements PartitionImage {

    static final int BLOCK_BYTES = 512;
    static final String FILE_SYSTEM = "raw";

    private static final Pattern NAME = Pattern.compile(".*\\.dd-(ptcl-)?img(\\..*)?", Pattern.DOTALL);
    private static final int SKIP_BYTES = 1 << 20;

    private final Volumes volumes;
    private final Compression compression;
    private final OptionalLong sizeBytes;

    private RawDump(Volumes volumes, Compression compression, OptionalLong sizeBytes) {
        this.volumes = volumes;
        this.compression = compression;
        this.sizeBytes = sizeBytes;
    }

    static boolean isNamedSo(Path base) {
        return NAME.matcher(base.getFileName().toString()).matches();
    }

    static RawDump open(Volumes volumes) {
        try (UnpackedStream stream = UnpackedStream.open(volumes)) {
            boolean isPlain = stream.compression() == Compression.NONE;
            RawDump dump = new RawDump(volumes, stream.compression(), OptionalLong.empty());
            return isPlain ? dump.withBytes(volumes.totalBytes()) : dump;
        }
    }

    /**
     * Returns the same image, with the size of the partition as it is known from elsewhere. Reading it fails where it
     * does not have that size.
     *
     * @throws BadImage if that is less than a block
     */
    public RawDump withBytes(long deviceBytes) {
        if (deviceBytes < BLOCK_BYTES) {
            throw BadImage.noBlocks(name());
        }
        return new RawDump(volumes, compression, OptionalLong.of(deviceBytes));
    }

    /**
     * Returns the same image, with its size, for which it is unpacked once where that is not known; blocks that long.
     *
     * @throws ezio.partclone.volume.BadVolume if it cannot be unpacked
     * @throws BadImage if it holds less than a block
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled
     */
    @Override
    public RawDump measured(CancelToken cancel) {
        if (sizeBytes.isPresent()) {
            return this;
        }
        try (UnpackedStream stream = UnpackedStream.open(volumes)) {
            long skipped;
            do {
                cancel.throwIfCancelled();
                skipped = stream.skip(SKIP_BYTES, (array, offset, length) -> {});
            } while (skipped == SKIP_BYTES);
            return withBytes(stream.positionBytes());
        }
    }

    @Override
    public Volumes volumes() {
        return volumes;
    }

    @Override
    public Compression compression() {
        return compression;
    }

    @Override
    public String fileSystem() {
        return FILE_SYSTEM;
    }

    @Override
    public int blockBytes() {
        return BLOCK_BYTES;
    }

    @Override
    public OptionalLong deviceBytes() {
        return sizeBytes;
    }

    @Override
    public OptionalLong usedBytes() {
        return sizeBytes.isPresent()
                ? OptionalLong.of(sizeBytes.getAsLong() / BLOCK_BYTES * BLOCK_BYTES)
                : OptionalLong.empty();
    }

    @Override
    public ExtentMap extents(ExtentCut cut, long bufferBytes) {
        long blocks =
                usedBytes().orElseThrow(() -> new IllegalStateException("the size of " + name() + " is not known"))
                        / BLOCK_BYTES;
        UsedBlocks.Builder used = new UsedBlocks.Builder(name());
        used.add(0, blocks);
        return cut.cut(used.build(), BLOCK_BYTES, bufferBytes, name());
    }

    @Override
    public PartitionStream openStream() {
        return new RawDumpStream(UnpackedStream.open(volumes), name(), sizeBytes);
    }

    @Override
    public ImageSource openInPlace(ExtentMap extents) {
        if (compression != Compression.NONE) {
            throw BadImage.notInPlace(name(), compression.title());
        }
        long blocks = usedBytes().getAsLong() / BLOCK_BYTES;
        return new InPlaceImage(
                volumes, new DataLayout(0, BLOCK_BYTES, blocks, Long.MAX_VALUE / BLOCK_BYTES, 0), extents);
    }
}
