package ezio.recipe.run;

import ezio.core.torrent.InfoHash;
import java.nio.file.Path;

/**
 * What shows that a step was done.
 *
 * @param infoHash of the image that was made, restored or compared
 * @param path what was read or written
 */
public record Evidence(InfoHash infoHash, Path path) {}
