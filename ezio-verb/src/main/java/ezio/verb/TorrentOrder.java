package ezio.verb;

import ezio.core.unit.ByteSize;
import ezio.partclone.image.ExtentCut;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What torrent to make.
 *
 * @param source a device, an image file, a directory of slices, a torrent.info, or a partclone image
 * @param usedBlocks a torrent.info that names the used blocks of {@code source}; empty for all of it
 * @param name the image's name; by default made from the name of the source
 * @param pieceLength chosen by size by default
 * @param trackers one tier each
 * @param cut how the used blocks of a partclone image become extents
 * @param bufferBytes partclone's --buffer_size, for that
 * @param slices a directory to be made, for the slices of a partclone image
 * @param threads that hash, 1 or more
 */
public record TorrentOrder(
        Path source,
        Optional<Path> usedBlocks,
        Optional<String> name,
        Optional<ByteSize> pieceLength,
        List<String> trackers,
        boolean isPrivate,
        Optional<String> creator,
        Optional<String> comment,
        ExtentCut cut,
        long bufferBytes,
        Optional<Path> slices,
        int threads) {

    /** Returns an order with nothing but a source: all of it, with defaults. */
    public static TorrentOrder of(Path source) {
        return new TorrentOrder(
                source,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                ExtentCut.DEVICE,
                ExtentCut.CLONEZILLA_BUFFER_BYTES,
                Optional.empty(),
                Runtime.getRuntime().availableProcessors());
    }
}
