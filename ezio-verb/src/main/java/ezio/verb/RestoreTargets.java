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
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Opens what images are to be written to, after all that could speak against it was looked at for all of them: nothing
 * is opened, made or written while one is refused.
 */
public record RestoreTargets(TargetGuard guard) {

    /**
     * An image and where it is to go.
     *
     * @param asSlices {@code path} is a directory of slices, else a device or an image file
     * @param createBytes the size of an image file that does not exist yet; 0 for as large as the image needs, empty to
     *     make none
     * @param overwrite what the user has named
     * @param allowed refusals that do not count
     */
    public record Target(
            TorrentSpec torrent,
            Path path,
            boolean asSlices,
            OptionalLong createBytes,
            Set<Path> overwrite,
            Set<Refusal> allowed) {

        /** Returns the same target, with these named as well. */
        public Target withOverwrite(Set<Path> more) {
            Set<Path> all = new HashSet<>(overwrite);
            all.addAll(more);
            return new Target(torrent, path, asSlices, createBytes, all, allowed);
        }
    }

    /** Returns whether there is anything at a target: a device, a file, or files in its directory. */
    public static boolean holdsSomething(Target target) {
        return target.asSlices
                ? holdsFiles(SliceDirectory.forWriting(target.path, target.torrent))
                : Files.exists(target.path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Returns the opened targets, in order; the caller closes them.
     *
     * @param inUse what images of this node lie on already; what is not there does not count
     * @throws ezio.core.problem.Problem if one of them is refused or cannot be opened; all are closed then
     */
    public List<ImageTarget> open(List<Target> targets, Collection<Path> inUse) {
        List<Path> existing = new ArrayList<>();
        for (Target target : targets) {
            if (target.asSlices) {
                checkSlices(target);
            } else if (Files.exists(target.path, LinkOption.NOFOLLOW_LINKS)) {
                existing.add(target.path);
                // Whether it could be a target at all comes first, the question whether it is meant last.
                guard.check(target.path, target.torrent.neededBytes(), target.torrent.name(), target.allowed);
                guard.checkOverwriteNamed(target.path, target.overwrite);
            } else if (target.createBytes.isEmpty()) {
                throw new MissingTarget(target.path, target.torrent.neededBytes());
            }
        }
        guard.checkNoOverlap(existing);
        guard.checkApart(existing, inUse);
        List<ImageTarget> opened = new ArrayList<>();
        try {
            for (Target target : targets) {
                opened.add(open(target));
            }
            return opened;
        } catch (RuntimeException e) {
            opened.forEach(ImageTarget::close);
            throw e;
        }
    }

    private static void checkSlices(Target target) {
        Path directory = SliceDirectory.forWriting(target.path, target.torrent);
        boolean named = target.overwrite.stream()
                .map(path -> path.toAbsolutePath().normalize())
                .anyMatch(path -> path.equals(directory.toAbsolutePath().normalize())
                        || path.equals(target.path.toAbsolutePath().normalize()));
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

    private static ImageTarget open(Target target) {
        TorrentSpec torrent = target.torrent;
        if (target.asSlices) {
            return SliceImage.create(SliceDirectory.forWriting(target.path, torrent), torrent.extents());
        }
        if (Files.exists(target.path, LinkOption.NOFOLLOW_LINKS)) {
            return RawImages.openForWriting(target.path, torrent.extents());
        }
        long neededBytes = torrent.neededBytes();
        long sizeBytes = target.createBytes.orElse(0) == 0 ? neededBytes : target.createBytes.getAsLong();
        if (sizeBytes < neededBytes) {
            throw new DeviceTooSmall(target.path.toString(), sizeBytes, neededBytes);
        }
        ChannelDevice device = ChannelDevice.createFile(target.path, sizeBytes);
        try {
            return new RawImage(device, torrent.extents());
        } catch (RuntimeException e) {
            device.close();
            // It was made a moment ago and holds nothing.
            if (!target.path.toFile().delete()) {
                e.addSuppressed(new IOException("cannot remove " + target.path));
            }
            throw e;
        }
    }
}
