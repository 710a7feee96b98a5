package ezio.core.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The disks and partitions of this machine. Looks at the system anew at each call; safe for use by any thread. Works
 * for every user: what may not be read is missing from the entry, not the entry from the list.
 */
public final class Disks {

    // The kernel gives an optical drive this size, in bytes, while it has not seen a medium in it.
    private static final long NO_MEDIUM_BYTES = 0x1fffffL * 512;

    private final Supplier<BlockTree> tree;
    private final Supplier<Mounts> mounts;
    private final FileSystemProbe probe;

    Disks(Supplier<BlockTree> tree, Supplier<Mounts> mounts, FileSystemProbe probe) {
        this.tree = tree;
        this.mounts = mounts;
        this.probe = probe;
    }

    public static Disks ofThisSystem() {
        return new Disks(BlockTree::ofThisSystem, Mounts::read, FileSystemProbe.byTools());
    }

    /**
     * Returns every device that can hold an image, each disk followed by its partitions, in the order in which people
     * count. Without loop devices that stand for nothing, RAM disks, and drives without a medium. Blocks: looks at each
     * device, for 15 s at most at one that does not answer.
     */
    public List<DiskEntry> list() {
        BlockTree now = tree.get();
        DeviceUse use = new DeviceUse(now, mounts.get());
        List<BlockNode> shown = now.nodes().stream().filter(Disks::isShown).toList();
        Map<String, FileSystemProbe.Content> contents = probe.probe(shown);
        return shown.stream()
                .map(node -> entry(node, use, Optional.ofNullable(contents.get(node.kernelName()))))
                .toList();
    }

    /** Returns the entry of the device that a path leads to; empty if it leads to none that is listed. Blocks. */
    public Optional<DiskEntry> find(Path path) {
        BlockTree now = tree.get();
        DeviceUse use = new DeviceUse(now, mounts.get());
        return facts(path)
                .flatMap(use::find)
                .filter(Disks::isShown)
                .map(node -> entry(
                        node,
                        use,
                        Optional.ofNullable(probe.probe(List.of(node)).get(node.kernelName()))));
    }

    /**
     * Returns the partitions of the disk that a path leads to, in their order; none if it has none or is no disk. Blocks.
     */
    public List<DiskEntry> partitionsOf(Path disk) {
        BlockTree now = tree.get();
        DeviceUse use = new DeviceUse(now, mounts.get());
        List<BlockNode> partitions =
                facts(disk).flatMap(use::find).map(now::partitionsOf).orElse(List.of());
        Map<String, FileSystemProbe.Content> contents = probe.probe(partitions);
        return partitions.stream()
                .map(node -> entry(node, use, Optional.ofNullable(contents.get(node.kernelName()))))
                .toList();
    }

    private static Optional<PathFacts> facts(Path path) {
        try {
            return Optional.of(PathFacts.of(path));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isShown(BlockNode node) {
        String name = node.kernelName();
        boolean isEmptyDrive = name.startsWith("sr") && node.sizeBytes() == NO_MEDIUM_BYTES;
        return node.sizeBytes() > 0 && !node.isHidden() && !isEmptyDrive && !name.matches("z?ram\\d+|fd\\d+");
    }

    private static DiskEntry entry(BlockNode node, DeviceUse use, Optional<FileSystemProbe.Content> content) {
        return new DiskEntry(
                node.path(),
                kind(node),
                node.sizeBytes(),
                use.diskOf(node).map(BlockNode::path),
                content.map(FileSystemProbe.Content::type),
                content.flatMap(FileSystemProbe.Content::label),
                use.mountPointsOf(node),
                use.isSwap(node),
                use.usersOf(node).stream().map(BlockNode::path).toList(),
                node.isRotational(),
                node.isReadOnly(),
                node.isRemovable(),
                node.model());
    }

    private static DiskEntry.Kind kind(BlockNode node) {
        String name = node.kernelName();
        if (node.partition() > 0) {
            return DiskEntry.Kind.PARTITION;
        }
        if (name.startsWith("loop")) {
            return DiskEntry.Kind.LOOP;
        }
        if (name.startsWith("sr")) {
            return DiskEntry.Kind.OPTICAL;
        }
        if (name.startsWith("md")) {
            return DiskEntry.Kind.RAID;
        }
        if (!name.startsWith("dm-")) {
            return DiskEntry.Kind.DISK;
        }
        String maker = node.mapperUuid().orElse("");
        if (maker.startsWith("LVM-")) {
            return DiskEntry.Kind.VOLUME;
        }
        return maker.startsWith("CRYPT-") ? DiskEntry.Kind.CRYPT : DiskEntry.Kind.MAPPED;
    }
}
