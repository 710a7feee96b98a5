package ezio.verb;

import ezio.core.unit.ByteSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What torrent to make.
 *
 * @param source a device, an image file, a directory of slices, or a torrent.info
 * @param usedBlocks a torrent.info that names the used blocks of {@code source}; empty for all of it
 * @param name the image's name; by default made from the name of the source
 * @param pieceLength chosen by size by default
 * @param trackers one tier each
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
                Runtime.getRuntime().availableProcessors());
    }
}
