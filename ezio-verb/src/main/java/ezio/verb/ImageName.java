package ezio.verb;

import java.nio.file.Path;

/** What an image is called when nobody has named it. */
final class ImageName {

    private ImageName() {}

    /** Returns "sda1" for /dev/sda1, sda1.img, sda1.torrent.info, and for a torrent.info or slices in sda1/. */
    static String of(Path source, SourceKind kind) {
        Path absolute = source.toAbsolutePath().normalize();
        String file = String.valueOf(absolute.getFileName());
        String name =
                switch (kind) {
                    case DEVICE, SLICES -> file;
                    case IMAGE_FILE -> file.replaceFirst("(?<=.)\\.(img|raw|dd|bin)$", "");
                    case PARTITION_IMAGE ->
                        file.replaceFirst("(?<=.)\\.[^.]*-(ptcl-)?img(\\..*)?$", "")
                                .replaceFirst("(?<=.)\\.(img|pcl|ptcl)(\\.(gz|zst|xz|lz4|bz2|lzma|lz))?$", "");
                    case TORRENT_INFO -> file.replaceFirst("\\.?(torrent)?\\.?info$", "");
                };
        if (!name.isEmpty()) {
            return name;
        }
        Path parent = absolute.getParent().getFileName();
        return parent == null ? "image" : parent.toString();
    }
}
