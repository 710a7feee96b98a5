package ezio.recipe.plan;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An image that steps name.
 *
 * @param name as steps name it
 * @param place of its declaration
 * @param node the node that has it; empty for the one that runs the recipe, and for every node that has no image of this
 *     name of its own
 * @param usedBlocks a torrent.info that names the used blocks, for {@code createTorrent}
 */
public record PlannedImage(
        String name,
        Place place,
        Optional<String> node,
        ImageLocation location,
        TorrentPlace torrent,
        Optional<Path> usedBlocks) {

    private static final String SUFFIX = ".torrent";

    /** Returns the path of its blocks. */
    public Path path() {
        return location.path();
    }

    /** Returns what a torrent that is made of it is called: like its file, without ".torrent". */
    public String torrentName() {
        String file = torrent.file().map(path -> path.getFileName().toString()).orElse(name);
        return file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
    }
}
