package ezio.shell.command;

import ezio.core.torrent.TorrentDownload;
import ezio.core.torrent.TorrentFiles;
import ezio.core.torrent.TorrentSpec;

/** Reads the torrents that are named on a command line: files, or addresses on a tracker. */
final class TorrentLoader {

    private TorrentLoader() {}

    static TorrentSpec load(Session session, String text) {
        return TorrentDownload.isAddress(text)
                ? TorrentDownload.fetch(text, session.cancel())
                : TorrentFiles.read(session.env().path(text));
    }
}
