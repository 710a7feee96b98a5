package ezio.verb;

import ezio.core.disk.BlockDevice;
import ezio.core.disk.ChannelDevice;
import ezio.core.disk.SourceGuard;
import ezio.core.disk.SourceRefusal;
import ezio.core.extent.ExtentMap;
import ezio.core.image.ImageSource;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.progress.ProgressMeter;
import ezio.core.torrent.WholeFile;
import ezio.partclone.capture.PartcloneCommand;
import ezio.partclone.image.BlockMap;
import ezio.partclone.image.ExtentCut;
import ezio.partclone.image.ImageHeader;
import ezio.partclone.image.ImageWriter;
import ezio.partclone.volume.Compression;
import ezio.partclone.volume.PackedOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes the image of one device, in two steps: {@link #prepare} lets partclone find the used blocks, {@link #make} reads
 * them and writes the file.
 */
public final class ImageMaker {

    private static final int SECTOR_BYTES = 512;
    // Where a whole device is taken: its list of blocks is eight times shorter than with sectors.
    private static final int LARGE_BLOCK_BYTES = 4096;
    private static final int MAX_BLOCKS_PER_CHECKSUM = Integer.MAX_VALUE;

    private final ImageOrder order;
    private final CaptureSource source;
    private final Compression compression;
    private final int level;
    private final ImageWriter writer;
    private final ExtentMap extents;
    private final Optional<Fingerprint> before;

    private ImageMaker(
            ImageOrder order,
            CaptureSource source,
            Compression compression,
            int level,
            ImageWriter writer,
            ExtentMap extents,
            Optional<Fingerprint> before) {
        this.order = order;
        this.source = source;
        this.compression = compression;
        this.level = level;
        this.writer = writer;
        this.extents = extents;
        this.before = before;
    }

    /**
     * Finds the used blocks; blocks until partclone has found them. Nothing is written.
     *
     * @param madeBy what the image says that made it, 13 characters at most
     * @throws ezio.core.disk.SourceRefused if something speaks against the source
     * @throws ezio.core.disk.MissingProgram if partclone's program for the file system is missing
     * @throws ezio.core.problem.Problem if the used blocks cannot be found, or the order contradicts itself
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled
     */
    public static ImageMaker prepare(ImageOrder order, String madeBy, ProgressListener progress, CancelToken cancel) {
        Compression compression = compression(order);
        int level = order.level().orElse(compression.defaultLevel());
        int[] levels = compression.levels();
        if (order.level().isPresent() && (levels[0] == levels[1] || level < levels[0] || level > levels[1])) {
            throw ImageProblem.badLevel(compression, level);
        }
        order.blocksPerChecksum().ifPresent(blocks -> {
            if (blocks < 1 || blocks > MAX_BLOCKS_PER_CHECKSUM) {
                throw ImageProblem.badStrip(blocks);
            }
        });
        checkNotItself(order);
        CaptureSource source = source(order);
        Optional<Fingerprint> before = Fingerprint.take(source.path());
        try (BlockDevice device = ChannelDevice.openForReading(source.path())) {
            long deviceBytes = device.sizeBytes();
            if (deviceBytes == 0) {
                throw UnsuitableSource.empty(source.path());
            }
            BlockMap map = map(source, deviceBytes, progress, cancel);
            long blocksPerChecksum =
                    order.blocksPerChecksum().orElse(Math.max(1, ImageWriter.DEFAULT_STRIP_BYTES / map.blockBytes()));
            ImageWriter writer = new ImageWriter(map, madeBy, deviceBytes, order.checksum(), blocksPerChecksum);
            ExtentMap extents = map.extents(ExtentCut.MERGED, ExtentCut.CLONEZILLA_BUFFER_BYTES);
            return new ImageMaker(order, source, compression, level, writer, extents, before);
        }
    }

    private static Compression compression(ImageOrder order) {
        Optional<Compression> named = Compression.named(order.file());
        Compression wanted = order.compression().or(() -> named).orElse(Compression.NONE);
        if (named.isPresent() && named.get() != wanted) {
            throw ImageProblem.otherName(order.file(), named.get(), wanted);
        }
        if (!Compression.writable().contains(wanted)) {
            throw ImageProblem.notWritten(wanted);
        }
        return wanted;
    }

    private static void checkNotItself(ImageOrder order) {
        try {
            if (Files.exists(order.file()) && Files.isSameFile(order.source(), order.file())) {
                throw ImageProblem.ontoItself(order.file());
            }
        } catch (IOException e) {
            throw UnsuitableSource.unreadable(order.source(), e);
        }
    }

    private static CaptureSource source(ImageOrder order) {
        List<Path> several = order.isWhole() ? List.of() : CapturePlan.partitionsOf(order.source());
        if (!several.isEmpty()) {
            throw ImageProblem.severalSources(order.source(), several.size());
        }
        return CapturePlan.of(order.asCapture()).sources().get(0);
    }

    private static BlockMap map(CaptureSource source, long deviceBytes, ProgressListener progress, CancelToken cancel) {
        if (source.fileSystem().isPresent()) {
            boolean isMounted = SourceGuard.ofThisSystem().isMounted(source.path());
            return PartcloneCommand.of(source.fileSystem().get(), source.path(), deviceBytes, isMounted)
                    .readBlockMap(progress, cancel);
        }
        if (deviceBytes % SECTOR_BYTES != 0) {
            throw ImageProblem.oddLength(source.path(), deviceBytes, SECTOR_BYTES);
        }
        int blockBytes = deviceBytes % LARGE_BLOCK_BYTES == 0 ? LARGE_BLOCK_BYTES : SECTOR_BYTES;
        return BlockMap.whole(source.path().toString(), deviceBytes, blockBytes);
    }

    public CaptureSource source() {
        return source;
    }

    public Compression compression() {
        return compression;
    }

    /** Returns what the image will say of itself. */
    public ImageHeader header() {
        return writer.header();
    }

    /** Returns how many bytes are read from the device. */
    public long usedBytes() {
        return extents.totalBytes();
    }

    /**
     * Reads the used blocks and writes the image; blocks until it is on the medium. After a failure nothing of it is
     * left, and what stood there before is.
     *
     * @return the length of the file
     * @throws CaptureProblem if the device was written to meanwhile
     * @throws ezio.core.problem.Problem if the device cannot be read, or the file not be written
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled
     */
    public long make(ProgressListener progress, CancelToken cancel) {
        ProgressMeter meter = new ProgressMeter("reading " + source.path(), extents.totalBytes(), progress);
        try (ImageSource image = RawImages.openForReading(source.path(), extents)) {
            SequentialImage blocks = new SequentialImage(image, 0, Optional.empty());
            WholeFile.write(order.file(), file -> {
                try (PackedOutput packed = compression.pack(file, level, order.threads())) {
                    writer.write(blocks, packed, meter::add, cancel);
                    packed.finish();
                }
                cancel.throwIfCancelled();
                checkUnchanged();
            });
            return Files.size(order.file());
        } catch (IOException e) {
            throw UnsuitableSource.unreadable(order.file(), e);
        }
    }

    private void checkUnchanged() {
        if (!order.allowed().contains(SourceRefusal.MOUNTED_SOURCE)
                && !before.equals(Fingerprint.take(source.path()))) {
            throw CaptureProblem.changed(source.path());
        }
    }
}
