package ezio.verb.live;

import ezio.core.torrent.TorrentSpec;
import java.nio.file.Path;

/**
 * An image that is to be compared with its torrent.
 *
 * @param path a device, an image file, a directory of slices, or an image of partclone's, packed or not
 * @param asSlices whether {@code path} is known to be a directory of slices
 * @param threads that hash, 1 or more
 */
public record CheckOrder(TorrentSpec torrent, Path path, boolean asSlices, int threads) {}
