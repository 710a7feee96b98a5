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
 * @param torrent its .torrent: read, or written by {@code capture} and {@code createTorrent}; on the machine that runs
 *     the recipe. A torrent that is made is called like the file, without ".torrent"
 * @param usedBlocks a torrent.info that names the used blocks, for {@code createTorrent}
 */
public record PlannedImage(
        String name,
        Place place,
        Optional<String> node,
        ImageLocation location,
        Path torrent,
        Optional<Path> usedBlocks) {

    /** Returns the path of its blocks. */
    public Path path() {
        return location.path();
    }

    /** Returns what a torrent that is made of it is called. */
    public String torrentName() {
        String file = torrent.getFileName().toString();
        return file.endsWith(".torrent") ? file.substring(0, file.length() - ".torrent".length()) : file;
    }
}
