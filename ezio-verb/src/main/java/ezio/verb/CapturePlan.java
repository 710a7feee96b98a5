package ezio.verb;

import ezio.core.disk.BlockDevice;
import ezio.core.disk.ChannelDevice;
import ezio.core.disk.DeviceContent;
import ezio.core.disk.DiskEntry;
import ezio.core.disk.Disks;
import ezio.core.disk.SourceGuard;
import ezio.core.torrent.TorrentDraft;
import ezio.partclone.capture.BtrfsDevices;
import ezio.partclone.capture.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is captured when devices are named: a disk stands for its partitions, and a physical volume of LVM on it for its
 * logical volumes. Immutable.
 */
public final class CapturePlan {

    private final List<CaptureSource> sources;
    private final List<SkippedSource> skipped;

    private CapturePlan(List<CaptureSource> sources, List<SkippedSource> skipped) {
        this.sources = sources;
        this.skipped = skipped;
    }

    /**
     * Looks at what was named; blocks, and changes nothing.
     *
     * @throws ezio.core.disk.SourceRefused if something speaks against one of them
     * @throws CaptureProblem if the order contradicts itself, or cannot be followed
     * @throws ezio.core.disk.DeviceFailure if a device is not there or cannot be read
     */
    public static CapturePlan of(CaptureOrder order) {
        return of(order, SourceGuard.ofThisSystem(), Disks.ofThisSystem(), DeviceContent::read);
    }

    /** For tests: another system. */
    static CapturePlan of(CaptureOrder order, SourceGuard guard, Disks disks, Function<Path, DeviceContent> contents) {
        return new Search(order, guard, disks, contents).run();
    }

    /** Returns the partitions that a disk stands for; none if it is something else. */
    static List<Path> partitionsOf(Path source) {
        return Disks.ofThisSystem().partitionsOf(source).stream()
                .map(DiskEntry::path)
                .toList();
    }

    /** Returns what is captured, in the order of the command line and of the disks; one at least. */
    public List<CaptureSource> sources() {
        return sources;
    }

    /** Returns the partitions of named disks that are left out. */
    public List<SkippedSource> skipped() {
        return skipped;
    }

    /** Goes through what was named. */
    private static final class Search {
        private final CaptureOrder order;
        private final SourceGuard guard;
        private final Disks disks;
        private final Function<Path, DeviceContent> contents;
        private final Map<String, CaptureSource> found = new LinkedHashMap<>();
        private final List<SkippedSource> skipped = new ArrayList<>();

        Search(CaptureOrder order, SourceGuard guard, Disks disks, Function<Path, DeviceContent> contents) {
            this.order = order;
            this.guard = guard;
            this.disks = disks;
            this.contents = contents;
        }

        CapturePlan run() {
            if (order.fileSystem().isPresent()
                    && FileSystems.ofType(order.fileSystem().get()).isEmpty()) {
                throw CaptureProblem.unknownFileSystem(order.fileSystem().get());
            }
            order.sources().forEach(this::named);
            if (order.name().isPresent() && found.size() > 1) {
                throw CaptureProblem.nameOfSeveral(found.size());
            }
            return new CapturePlan(List.copyOf(found.values()), List.copyOf(skipped));
        }

        private void named(Path path) {
            guard.check(path, order.allowed());
            if (order.isWhole()) {
                add(path, Optional.empty(), Optional.empty(), "as --whole says");
                return;
            }
            List<DiskEntry> partitions = disks.partitionsOf(path);
            if (!partitions.isEmpty()) {
                int before = found.size();
                partitions.forEach(this::partition);
                if (found.size() == before) {
                    throw CaptureProblem.emptyDisk(path);
                }
                return;
            }
            DeviceContent content = contents.apply(path);
            if (order.fileSystem().isPresent()) {
                fileSystem(path, order.fileSystem().get());
                return;
            }
            Optional<Container> container = content.type().flatMap(Container::ofType);
            if (container.isPresent()) {
                throw container.get().refused(path, builtOn(path));
            }
            if (content.type().isEmpty() && content.partitionTable().isPresent()) {
                throw CaptureProblem.unknownPartitions(
                        path, content.partitionTable().get());
            }
            content(path, content);
        }

        private void partition(DiskEntry partition) {
            Path path = partition.path();
            DeviceContent content = contents.apply(path);
            if (content.isExtendedPartition()) {
                return;
            }
            Optional<Container> container = content.type().flatMap(Container::ofType);
            if (container.isEmpty()) {
                content(path, content);
            } else if (container.get() == Container.SWAP) {
                skip(path, content);
            } else if (container.get() == Container.LVM && !partition.holders().isEmpty()) {
                partition.holders().forEach(volume -> volume(volume, path));
            } else {
                throw container.get().refused(path, partition.holders());
            }
        }

        // A thin pool is built on volumes of its own: there the devices that nothing is built on are what is mounted.
        private void volume(Path volume, Path physical) {
            List<Path> above = builtOn(volume);
            if (!above.isEmpty()) {
                above.forEach(each -> volume(each, physical));
                return;
            }
            DeviceContent content = contents.apply(volume);
            Optional<Container> container = content.type().flatMap(Container::ofType);
            if (found.values().stream().anyMatch(source -> source.path().equals(volume))) {
                return;
            }
            if (container.filter(Container.SWAP::equals).isPresent()) {
                skip(volume, content);
            } else if (container.isPresent()) {
                throw container.get().refused(volume, List.of());
            } else {
                guard.check(volume, order.allowed());
                content(volume, content);
            }
        }

        private List<Path> builtOn(Path path) {
            return disks.find(path).map(DiskEntry::holders).orElse(List.of());
        }

        private void skip(Path path, DeviceContent content) {
            StringBuilder make = new StringBuilder("mkswap");
            content.uuid().ifPresent(uuid -> make.append(" -U ").append(uuid));
            content.label()
                    .ifPresent(label -> make.append(" -L '").append(label).append('\''));
            skipped.add(new SkippedSource(
                    path, Container.SWAP.words() + "; on the target, \"" + make + "\" makes it anew"));
        }

        private void content(Path path, DeviceContent content) {
            if (content.type().isPresent()) {
                fileSystem(path, content.type().get());
            } else if (content.candidates().size() > 1) {
                throw CaptureProblem.ambiguous(path, content.candidates());
            } else {
                add(path, Optional.empty(), Optional.empty(), "because blkid knows no file system in it");
            }
        }

        private void fileSystem(Path path, String type) {
            Optional<FileSystems> known = FileSystems.ofType(type);
            String whyWhole = known.isEmpty() ? "because partclone does not know " + type : "";
            if (known.filter(FileSystems.BTRFS::equals).isPresent()) {
                try (BlockDevice device = ChannelDevice.openForReading(path)) {
                    long devices = BtrfsDevices.count(device);
                    if (devices > 1) {
                        known = Optional.empty();
                        whyWhole = "because its btrfs has " + devices + " devices; capture each of them";
                    }
                }
            }
            add(path, Optional.of(type), known, whyWhole);
        }

        private void add(Path path, Optional<String> type, Optional<FileSystems> known, String whyWhole) {
            String name = order.name().orElseGet(() -> nameOf(path));
            TorrentDraft.checkName(name);
            CaptureSource source = new CaptureSource(path, name, type, known, whyWhole);
            CaptureSource other = found.putIfAbsent(name, source);
            if (other != null && order.name().isEmpty()) {
                throw CaptureProblem.sameName(name, other.path(), path);
            }
            if (other != null) {
                throw CaptureProblem.nameOfSeveral(2);
            }
        }

        // /dev/vg/root is a link to /dev/dm-0, which /dev/mapper/vg-root is, too; a "-" of a name is "--" there.
        private String nameOf(Path path) {
            Optional<DiskEntry> device = disks.find(path);
            return device.filter(entry -> entry.path().startsWith("/dev/mapper"))
                    .map(entry -> entry.path().getFileName().toString().replace("--", "-"))
                    .or(() -> device.map(entry -> entry.path().getFileName().toString()))
                    .orElseGet(() -> ImageName.of(path, SourceKind.IMAGE_FILE));
        }
    }
}
