/**
 * Extents in, .torrent out; .torrent in, checked layout out: {@link ezio.core.torrent.TorrentSpec},
 * {@link ezio.core.torrent.TorrentFiles}, {@link ezio.core.torrent.TorrentDraft},
 * {@link ezio.core.torrent.InfoHash}. Pieces: {@link ezio.core.torrent.PieceLength},
 * {@link ezio.core.torrent.PieceHasher}, {@link ezio.core.torrent.ImageCheck}.
 */
package ezio.core.torrent;
