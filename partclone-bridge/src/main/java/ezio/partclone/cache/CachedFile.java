package ezio.partclone.cache;

import java.nio.file.Path;
import java.time.Instant;

/**
 * An unpacked image in the cache, or the part of one that a killed process left.
 *
 * @param path of the file with the blocks
 * @param bytes what removing it frees, once nobody seeds from it
 * @param made when it was last written to
 * @param isComplete whether it is all of an image
 */
public record CachedFile(Path path, long bytes, Instant made, boolean isComplete) {}
