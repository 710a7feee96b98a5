package ezio.verb;

import ezio.core.extent.ExtentMap;
import ezio.core.image.SliceImage;
import ezio.core.torrent.TorrentSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the slices of a "BT image", and where they belong. */
public final class SliceDirectory {

    // A slice that starts beyond 2^63 cannot be; its name would not fit a long.
    private static final Pattern NAME = Pattern.compile("0{16}[0-7][0-9a-f]{15}");

    private SliceDirectory() {}

    /**
     * Returns the extents that a directory holds slices of. Files with other names are left out. Blocks: looks at each
     * file's length.
     *
     * @throws UnsuitableSource if there are none, or they overlap, or one is no regular file
     */
    public static ExtentMap readExtents(Path directory) {
        List<Path> slices;
        try (Stream<Path> files = Files.list(directory)) {
            slices = files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw UnsuitableSource.unreadable(directory, e);
        }
        ExtentMap.Builder extents = ExtentMap.builder();
        String before = null;
        for (Path slice : slices) {
            String name = slice.getFileName().toString();
            long offsetBytes = Long.parseLong(name, 16);
            long lengthBytes = readLength(slice);
            if (lengthBytes == 0) {
                continue;
            }
            if (offsetBytes < extents.endOfLast()) {
                throw UnsuitableSource.overlap(slice, before);
            }
            if (offsetBytes > Long.MAX_VALUE - lengthBytes) {
                throw UnsuitableSource.badSlice(slice, "ends beyond any disk");
            }
            extents.add(offsetBytes, lengthBytes);
            before = name;
        }
        if (extents.count() == 0) {
            throw UnsuitableSource.noSlices(directory);
        }
        return extents.build();
    }

    private static long readLength(Path slice) {
        if (!Files.isRegularFile(slice, LinkOption.NOFOLLOW_LINKS)) {
            throw UnsuitableSource.badSlice(slice, "is not a regular file");
        }
        try {
            return Files.size(slice);
        } catch (IOException e) {
            throw UnsuitableSource.unreadable(slice, e);
        }
    }

    /**
     * Returns where the slices of a torrent are: {@code path} itself, or the torrent's name below it, where EZIO and
     * other BitTorrent programs that were given {@code path} put them. Looks at the disk.
     */
    public static Path find(Path path, TorrentSpec torrent) {
        if (holdsFirstSlice(path, torrent)) {
            return path;
        }
        Path below = below(path, torrent);
        return holdsFirstSlice(below, torrent) ? below : path;
    }

    /**
     * Returns where to write the slices of a torrent: where some of them are already, else below {@code path} by the
     * torrent's name, else {@code path} itself if it ends in that name.
     */
    public static Path forWriting(Path path, TorrentSpec torrent) {
        Path found = find(path, torrent);
        if (holdsFirstSlice(found, torrent) || path.endsWith(String.join("/", torrent.slicePath()))) {
            return found;
        }
        return below(path, torrent);
    }

    private static Path below(Path path, TorrentSpec torrent) {
        Path below = path;
        for (String part : torrent.slicePath()) {
            below = below.resolve(part);
        }
        return below;
    }

    private static boolean holdsFirstSlice(Path directory, TorrentSpec torrent) {
        String first = SliceImage.sliceName(torrent.extents().offsetBytes(0));
        return Files.exists(directory.resolve(first), LinkOption.NOFOLLOW_LINKS);
    }
}
