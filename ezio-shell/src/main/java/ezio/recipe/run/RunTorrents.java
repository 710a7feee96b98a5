package ezio.recipe.run;

import ezio.core.torrent.TorrentDownload;
import ezio.core.torrent.TorrentFiles;
import ezio.core.torrent.TorrentSpec;
import ezio.recipe.plan.PlannedImage;
import ezio.recipe.plan.TorrentPlace;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The torrents of one run, for all its nodes. One that is at an address is fetched once: who hands it out may be gone when a
 * later step needs it. Safe for use by any thread.
 */
final class RunTorrents {

    private final Map<String, TorrentSpec> fetched = new ConcurrentHashMap<>();

    /** Reads the torrent of an image on this machine, or fetches it; blocks. */
    TorrentSpec load(PlannedImage image, StepWork work) {
        if (!(image.torrent() instanceof TorrentPlace.Address address)) {
            // A step may have written it anew.
            return TorrentFiles.read(image.torrent().file().orElseThrow());
        }
        TorrentSpec known = fetched.get(address.url());
        if (known != null) {
            return known;
        }
        TorrentSpec torrent = TorrentDownload.fetch(address.url(), work.cancel());
        fetched.put(address.url(), torrent);
        return torrent;
    }
}
