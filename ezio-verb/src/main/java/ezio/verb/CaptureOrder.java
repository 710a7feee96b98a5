package ezio.verb;

import ezio.core.disk.SourceRefusal;
import ezio.core.unit.ByteSize;
import ezio.partclone.image.ExtentCut;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to capture, and how.
 *
 * @param sources partitions, logical volumes, image files of one, or disks, which stand for their partitions
 * @param directory where the results go; made where it is missing
 * @param name the image's name; by default made from the name of the source; for a single source only
 * @param fileSystem blkid's word for the file system; by default asked of blkid
 * @param isWhole whether every block is captured, used or not, whatever is in it
 * @param isHashedByPartclone whether partclone computes the hashes too, or only says which blocks are used
 * @param cut how the used blocks become extents
 * @param bufferBytes partclone's --buffer_size, for that
 * @param pieceLength chosen by size by default; partclone's where it computes the hashes
 * @param hasBootSectorCopy whether an NTFS gets its last sector, too
 * @param hasSlices whether the slices are written as well
 * @param allowed refusals that the user lifts
 * @param trackers one tier each
 * @param threads that hash, 1 or more
 */
public record CaptureOrder(
        List<Path> sources,
        Path directory,
        Optional<String> name,
        Optional<String> fileSystem,
        boolean isWhole,
        boolean isHashedByPartclone,
        ExtentCut cut,
        long bufferBytes,
        Optional<ByteSize> pieceLength,
        boolean hasBootSectorCopy,
        boolean hasSlices,
        Set<SourceRefusal> allowed,
        List<String> trackers,
        boolean isPrivate,
        Optional<String> creator,
        Optional<String> comment,
        int threads) {

    /** Returns an order with nothing but a source and a directory. */
    public static CaptureOrder of(Path source, Path directory) {
        return new CaptureOrder(
                List.of(source),
                directory,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                ExtentCut.DEVICE,
                ExtentCut.CLONEZILLA_BUFFER_BYTES,
                Optional.empty(),
                true,
                false,
                Set.of(),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Runtime.getRuntime().availableProcessors());
    }
}
