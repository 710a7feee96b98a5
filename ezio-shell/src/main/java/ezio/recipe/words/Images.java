package ezio.recipe.words;

import ezio.core.torrent.TorrentDownload;
import ezio.recipe.plan.ImageLocation;
import ezio.recipe.plan.PlannedImage;
import ezio.recipe.plan.TorrentPlace;
import java.util.Optional;

/** Makes the images that the nouns of a recipe name. */
final class Images {

    private Images() {}

    static PlannedImage of(Values values, ImageLocation location, Optional<String> node) {
        return new PlannedImage(
                values.required("image"), values.place(), node, location, torrent(values), values.path("usedBlocks"));
    }

    private static TorrentPlace torrent(Values values) {
        String text = values.required("torrent");
        return TorrentDownload.isAddress(text)
                ? new TorrentPlace.Address(text)
                : new TorrentPlace.File(values.pathOf(text));
    }
}
