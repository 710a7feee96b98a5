package ezio.verb;

import ezio.core.disk.ChannelDevice;
import ezio.core.disk.Refusal;
import ezio.core.disk.TargetGuard;
import ezio.core.image.DeviceTooSmall;
import ezio.core.image.ImageTarget;
import ezio.core.image.RawImage;
import ezio.core.image.SliceImage;
import ezio.core.torrent.TorrentSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Opens what images are to be written to, after all that could speak against it was looked at for all of them: nothing
 * is opened, made or written while one is refused.
 *
 * @param asSlices targets are directories of slices, else devices and image files
 * @param createBytes the size of image files that do not exist yet; 0 for as large as the image needs, empty to make none
 * @param overwrite what the user has named
 * @param allowed refusals that do not count
 */
public record RestoreTargets(
        TargetGuard guard, boolean asSlices, OptionalLong createBytes, List<Path> overwrite, Set<Refusal> allowed) {

    /** An image and where it is to go. */
    public record Pair(TorrentSpec torrent, Path path) {}

    /**
     * Returns the opened targets, in order; the caller closes them.
     *
     * @throws ezio.core.problem.Problem if one of them is refused or cannot be opened; all are closed then
     */
    public List<ImageTarget> open(List<Pair> pairs) {
        if (asSlices) {
            pairs.forEach(this::checkSlices);
        } else {
            checkRaw(pairs);
        }
        List<ImageTarget> opened = new ArrayList<>();
        try {
            for (Pair pair : pairs) {
                opened.add(open(pair));
            }
            return opened;
        } catch (RuntimeException e) {
            opened.forEach(ImageTarget::close);
            throw e;
        }
    }

    private void checkRaw(Collection<Pair> pairs) {
        List<Path> existing = new ArrayList<>();
        for (Pair pair : pairs) {
            if (!Files.exists(pair.path, LinkOption.NOFOLLOW_LINKS)) {
                if (createBytes.isEmpty()) {
                    throw new MissingTarget(pair.path, pair.torrent.neededBytes());
                }
                continue;
            }
            existing.add(pair.path);
            // Whether it could be a target at all comes first, the question whether it is meant last.
            guard.check(pair.path, pair.torrent.neededBytes(), pair.torrent.name(), allowed);
            guard.checkOverwriteNamed(pair.path, overwrite);
        }
        guard.checkNoOverlap(existing);
    }

    private void checkSlices(Pair pair) {
        Path directory = SliceDirectory.forWriting(pair.path, pair.torrent);
        boolean named = overwrite.stream()
                .map(path -> path.toAbsolutePath().normalize())
                .anyMatch(path -> path.equals(directory.toAbsolutePath().normalize())
                        || path.equals(pair.path.toAbsolutePath().normalize()));
        if (!named && holdsFiles(directory)) {
            throw new SlicesInTheWay(directory);
        }
    }

    private static boolean holdsFiles(Path directory) {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isPresent();
        } catch (IOException e) {
            throw UnsuitableSource.unreadable(directory, e);
        }
    }

    private ImageTarget open(Pair pair) {
        TorrentSpec torrent = pair.torrent;
        if (asSlices) {
            return SliceImage.create(SliceDirectory.forWriting(pair.path, torrent), torrent.extents());
        }
        if (Files.exists(pair.path, LinkOption.NOFOLLOW_LINKS)) {
            return RawImages.openForWriting(pair.path, torrent.extents());
        }
        long neededBytes = torrent.neededBytes();
        long sizeBytes = createBytes.orElse(0) == 0 ? neededBytes : createBytes.getAsLong();
        if (sizeBytes < neededBytes) {
            throw new DeviceTooSmall(pair.path.toString(), sizeBytes, neededBytes);
        }
        ChannelDevice device = ChannelDevice.createFile(pair.path, sizeBytes);
        try {
            return new RawImage(device, torrent.extents());
        } catch (RuntimeException e) {
            device.close();
            // It was made a moment ago and holds nothing.
            if (!pair.path.toFile().delete()) {
                e.addSuppressed(new IOException("cannot remove " + pair.path));
            }
            throw e;
        }
    }
}
