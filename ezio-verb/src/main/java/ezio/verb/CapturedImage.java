package ezio.verb;

import ezio.core.torrent.TorrentSpec;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a capture has made.
 *
 * @param torrentFile the .torrent
 * @param infoFile the torrent.info
 * @param infoHasHashes whether that has partclone's hashes, which are of pieces of 16 MiB, or extents only
 * @param slices the directory of the slices
 */
public record CapturedImage(
        TorrentSpec torrent, Path torrentFile, Path infoFile, boolean infoHasHashes, Optional<Path> slices) {}
