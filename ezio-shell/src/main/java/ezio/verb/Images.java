package ezio.verb;

import ezio.core.image.ImageSource;
import ezio.core.image.SliceImage;
import ezio.core.torrent.TorrentSpec;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens images to be read. */
public final class Images {

    private Images() {}

    /**
     * Opens a device, an image file, or a directory of slices; a directory is never anything else.
     *
     * @throws ezio.core.problem.Problem if it cannot be opened, or does not have the extents of the torrent
     */
    public static ImageSource openForReading(Path path, TorrentSpec torrent, boolean asSlices) {
        return asSlices || Files.isDirectory(path)
                ? SliceImage.openForReading(SliceDirectory.find(path, torrent), torrent.extents())
                : RawImages.openForReading(path, torrent.extents());
    }

    /** Returns what {@link #openForReading} opens: {@code path}, or the directory at or below it that holds the slices. */
    public static Path place(Path path, TorrentSpec torrent, boolean asSlices) {
        return asSlices || Files.isDirectory(path) ? SliceDirectory.find(path, torrent) : path;
    }
}
