package ezio.partclone.cache;

import ezio.core.disk.Durability;
import ezio.core.extent.ExtentMap;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.partclone.image.ImageCopy;
import ezio.partclone.image.PartitionImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A directory of unpacked images. Each is made once, and used again while neither the image nor the file was written to
 * since.
 *
 * <pre>
 *   NAME-KEY.blocks     the used blocks, one after the other; KEY is made from the path of the image
 *   NAME-KEY.record     that it is complete, and what it was made of; see {@link CacheRecord}
 *   NAME-KEY.lock       held by the process that makes or looks at them
 *   NAME-KEY.partial    being made, or what a killed process left; the next one replaces it
 * </pre>
 */
public final class ImageCache {

    static final String BLOCKS = ".blocks";
    static final String RECORD = ".record";
    static final String LOCK = ".lock";
    static final String PARTIAL = ".partial";

    private static final int KEY_DIGITS = 16;

    private final Path directory;

    /**
     * @param directory may not exist yet
     */
    public ImageCache(Path directory) {
        this.directory = directory;
    }

    /** Is told what takes time. */
    public interface Listener extends ProgressListener {

        /** Another process makes the same file, and is waited for. */
        void waiting(Path file);

        /** The image is unpacked now. */
        void unpacking(Path file, long totalBytes);
    }

    /** The files of one image. */
    private record Entry(Path blocks, Path record, Path lock, Path partial) {}

    /**
     * Opens an image that was unpacked before, or unpacks it now; blocks that long. What is unpacked is checked as far
     * as the image allows, and synced. Where it cannot be completed nothing of it is left.
     *
     * @param image its length must be known; see {@link PartitionImage#measured}
     * @param pieceLengthBytes of the hashes that are made while it is unpacked
     * @param threads that hash, 1 or more
     * @throws CacheProblem if the directory cannot be used, or has too little space
     * @throws ezio.core.disk.DeviceFailure if the file cannot be written
     * @throws ezio.core.problem.Problem if the image is damaged
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled
     */
    public CachedImage open(
            PartitionImage image, int pieceLengthBytes, int threads, Listener listener, CancelToken cancel) {
        Entry entry = entry(image);
        ExtentMap extents = image.mergedExtents();
        try {
            Files.createDirectories(directory);
            try (CacheLock lock = CacheLock.take(entry.lock, () -> listener.waiting(entry.blocks), cancel)) {
                Optional<CacheRecord> known = CacheRecord.read(entry.record)
                        .filter(record -> record.agrees(image.volumes().paths(), entry.blocks, extents.totalBytes()));
                CacheRecord record = known.isPresent()
                        ? known.get()
                        : make(entry, image, extents, pieceLengthBytes, threads, listener, cancel);
                return new CachedImage(
                        BlocksFile.openForReading(image.name(), entry.blocks, extents),
                        entry.blocks,
                        record,
                        known.isEmpty());
            }
        } catch (IOException e) {
            throw CacheProblem.unusable(directory, e);
        }
    }

    /** Forgets what was unpacked of an image, so that {@link #open} unpacks it again. */
    public void discard(PartitionImage image, CancelToken cancel) {
        Entry entry = entry(image);
        try (CacheLock lock = CacheLock.take(entry.lock, () -> {}, cancel)) {
            remove(entry);
        } catch (IOException e) {
            throw CacheProblem.unusable(directory, e);
        }
    }

    private CacheRecord make(
            Entry entry,
            PartitionImage image,
            ExtentMap extents,
            int pieceLengthBytes,
            int threads,
            Listener listener,
            CancelToken cancel)
            throws IOException {
        remove(entry);
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < extents.totalBytes()) {
            throw CacheProblem.noSpace(directory, free, image.name(), extents.totalBytes());
        }
        listener.unpacking(entry.blocks, extents.totalBytes());
        boolean isComplete = false;
        try {
            // Before it is read: a change in the meantime must show.
            List<FileStamp> stamps = new ArrayList<>();
            for (Path volume : image.volumes().paths()) {
                stamps.add(FileStamp.of(volume));
            }
            byte[] hashes;
            try (BlocksFile file = BlocksFile.create(image.name(), entry.partial, extents)) {
                hashes = ImageCopy.writeHashing(image, file, pieceLengthBytes, threads, listener, cancel);
            }
            Files.move(entry.partial, entry.blocks, StandardCopyOption.ATOMIC_MOVE);
            CacheRecord record = new CacheRecord(
                    stamps,
                    FileStamp.of(entry.blocks),
                    extents.totalBytes(),
                    pieceLengthBytes,
                    HexFormat.of().formatHex(hashes));
            // The blocks have their name on the medium before anything says that they are complete.
            Durability.syncDirectory(directory);
            Files.writeString(entry.partial, record.text(), StandardCharsets.ISO_8859_1);
            Files.move(entry.partial, entry.record, StandardCopyOption.ATOMIC_MOVE);
            isComplete = true;
            return record;
        } finally {
            if (!isComplete) {
                remove(entry);
            }
        }
    }

    private static void remove(Entry entry) throws IOException {
        Files.deleteIfExists(entry.record);
        Files.deleteIfExists(entry.blocks);
        Files.deleteIfExists(entry.partial);
    }

    private Entry entry(PartitionImage image) {
        Path base = image.volumes().base().toAbsolutePath().normalize();
        String key = UUID.nameUUIDFromBytes(base.toString().getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .substring(0, KEY_DIGITS);
        String name = base.getFileName() + "-" + key;
        return new Entry(
                directory.resolve(name + BLOCKS),
                directory.resolve(name + RECORD),
                directory.resolve(name + LOCK),
                directory.resolve(name + PARTIAL));
    }
}
