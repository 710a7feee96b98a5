package ezio.verb;

import ezio.core.image.ExcerptImage;
import ezio.core.image.ImageSource;
import ezio.core.image.ImageStream;
import ezio.core.image.SliceImage;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.torrent.ImageCheck;
import ezio.core.torrent.TorrentSpec;
import ezio.partclone.clonezilla.ClonezillaImage;
import ezio.partclone.image.PartitionImage;
import ezio.partclone.volume.Compression;
import ezio.partclone.volume.Volumes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The image that a path means for a torrent: a device, an image file, a directory of slices, an image of partclone's or a
 * raw dump, or the directory of Clonezilla's that holds one of the torrent's name.
 */
public final class Images {

    private final Path place;
    private final TorrentSpec torrent;
    private final boolean isSlices;
    private final Optional<PartitionImage> partition;

    private Images(Path place, TorrentSpec torrent, boolean isSlices, Optional<PartitionImage> partition) {
        this.place = place;
        this.torrent = torrent;
        this.isSlices = isSlices;
        this.partition = partition;
    }

    /**
     * Finds out what a path is; blocks a short time.
     *
     * @param asSlices whether it is known to be a directory of slices
     * @throws ezio.core.problem.Problem if it is an image of a partition that cannot be opened
     */
    public static Images find(Path path, TorrentSpec torrent, boolean asSlices) {
        if (!asSlices && Files.isDirectory(path) && ClonezillaImage.isOne(path)) {
            return ofPartition(ClonezillaImage.read(path).open(torrent.name().replace('/', '-')), torrent);
        }
        if (asSlices || Files.isDirectory(path)) {
            return new Images(SliceDirectory.find(path, torrent), torrent, true, Optional.empty());
        }
        // A device may begin with anything; a packed file, or one of partclone's, is never meant as the disk itself.
        boolean isPartition = Files.isRegularFile(path)
                ? SourceKind.read(path) == SourceKind.PARTITION_IMAGE
                : !Files.exists(path) && Volumes.areAt(path);
        return isPartition
                ? ofPartition(PartitionImage.open(path), torrent)
                : new Images(path, torrent, false, Optional.empty());
    }

    private static Images ofPartition(PartitionImage image, TorrentSpec torrent) {
        return new Images(image.volumes().base(), torrent, false, Optional.of(image));
    }

    /** Returns the device, file or directory that is read; of several volumes, what their names have in common. */
    public Path place() {
        return place;
    }

    /** Returns the image, if it is one that must be unpacked before its blocks can be read in any order. */
    public Optional<PartitionImage> packed() {
        return partition.filter(image -> image.compression() != Compression.NONE);
    }

    /**
     * Opens it where it is.
     *
     * @throws ezio.core.problem.Problem if it cannot be opened, does not have the extents of the torrent, or is packed
     */
    public ImageSource open() {
        if (isSlices) {
            return SliceImage.openForReading(place, torrent.extents());
        }
        if (partition.isEmpty()) {
            return RawImages.openForReading(place, torrent.extents());
        }
        PartitionImage image = partition.get();
        ImageSource whole = image.openInPlace(image.mergedExtents());
        boolean isOpen = false;
        try {
            ImageSource source = new ExcerptImage(whole, torrent.extents());
            isOpen = true;
            return source;
        } finally {
            if (!isOpen) {
                whole.close();
            }
        }
    }

    /**
     * Hashes every piece of it; blocks until done. A packed image is unpacked on the way, and its checksums are compared.
     *
     * @param threads how many threads hash, 1 or more
     * @throws ezio.core.problem.Problem if it cannot be read; that is no wrong piece
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled
     */
    public ImageCheck check(int threads, ProgressListener listener, CancelToken cancel) {
        if (packed().isEmpty()) {
            try (ImageSource source = open()) {
                return ImageCheck.check(torrent, source, threads, listener, cancel);
            }
        }
        PartitionImage image = packed().get().measured(cancel);
        if (!ExcerptImage.require(image.name(), image.mergedExtents(), torrent.extents())) {
            throw new PackedExcerpt(image.name());
        }
        try (ImageStream stream = image.openStream()) {
            return ImageCheck.check(torrent, stream, threads, listener, cancel);
        }
    }

    /** Returns where a target is: {@code path}, or the directory at or below it that holds the slices. */
    public static Path place(Path path, TorrentSpec torrent, boolean asSlices) {
        return asSlices || Files.isDirectory(path) ? SliceDirectory.find(path, torrent) : path;
    }
}
