package ezio.verb;

import ezio.core.disk.SourceRefusal;
import ezio.partclone.image.ChecksumMode;
import ezio.partclone.volume.Compression;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What image of a device to write.
 *
 * @param source a partition, a logical volume, or an image file of one
 * @param file what to write
 * @param fileSystem blkid's word for the file system; by default asked of blkid
 * @param isWhole whether every block is taken, used or not, whatever is in it
 * @param allowed refusals that the user lifts
 * @param checksum how the data is protected
 * @param blocksPerChecksum chosen for 1 MiB by default, as partclone does
 * @param compression by default what the name of {@code file} says
 * @param level of that
 * @param threads that pack, 1 or more
 */
public record ImageOrder(
        Path source,
        Path file,
        Optional<String> fileSystem,
        boolean isWhole,
        Set<SourceRefusal> allowed,
        ChecksumMode checksum,
        OptionalLong blocksPerChecksum,
        Optional<Compression> compression,
        OptionalInt level,
        int threads) {

    /** Returns an order with nothing but a source and a file. */
    public static ImageOrder of(Path source, Path file) {
        return new ImageOrder(
                source,
                file,
                Optional.empty(),
                false,
                Set.of(),
                ChecksumMode.CRC32,
                OptionalLong.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Runtime.getRuntime().availableProcessors());
    }

    /** Returns the same source, as something to capture. */
    CaptureOrder asCapture() {
        CaptureOrder plain = CaptureOrder.of(source, file);
        return new CaptureOrder(
                plain.sources(),
                plain.directory(),
                Optional.of("image"),
                fileSystem,
                isWhole,
                plain.isHashedByPartclone(),
                plain.cut(),
                plain.bufferBytes(),
                plain.pieceLength(),
                plain.hasBootSectorCopy(),
                plain.hasSlices(),
                allowed,
                plain.trackers(),
                plain.isPrivate(),
                plain.creator(),
                plain.comment(),
                threads);
    }
}
