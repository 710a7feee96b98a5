/**
 * Extents in, .torrent out; .torrent in, checked layout out: {@link ezio.core.torrent.TorrentSpec},
 * {@link ezio.core.torrent.InfoHash}.
 */
package ezio.core.torrent;
