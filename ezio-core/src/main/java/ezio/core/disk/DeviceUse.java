package ezio.core.disk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who uses a device, found from the kernel's devices and mounts of one moment. Does no I/O. */
final class DeviceUse {

    // Where a system has what it needs to go on running; the last ones are where live systems keep their medium.
    private static final Set<String> SYSTEM_MOUNT_POINTS = Set.of(
            "/",
            "/boot",
            "/boot/efi",
            "/efi",
            "/etc",
            "/nix",
            "/nix/store",
            "/opt",
            "/sysroot",
            "/usr",
            "/var",
            "/var/lib",
            "/cdrom",
            "/lib/live/mount/medium",
            "/run/archiso/bootmnt",
            "/run/initramfs/live",
            "/run/live/medium");

    private final BlockTree tree;
    private final Mounts mounts;

    DeviceUse(BlockTree tree, Mounts mounts) {
        this.tree = tree;
        this.mounts = mounts;
    }

    /** Returns where the device is mounted; for btrfs also where a file system is mounted through another member. */
    List<String> mountPointsOf(BlockNode node) {
        Set<String> points = new LinkedHashSet<>(mounts.mountPointsOf(node.number(), node.names()));
        for (BlockNode member : tree.btrfsOf(node)) {
            points.addAll(mounts.mountPointsOf(member.number(), member.names()));
        }
        return List.copyOf(points);
    }

    boolean isSwap(BlockNode node) {
        return mounts.isSwap(node.names());
    }

    boolean isInMountedBtrfs(BlockNode node) {
        return !tree.btrfsOf(node).isEmpty();
    }

    /** Returns the devices that are built on this one: LVM, md, crypt, multipath, and loop devices. */
    List<BlockNode> usersOf(BlockNode node) {
        Set<BlockNode> users = new LinkedHashSet<>();
        node.holders().forEach(name -> tree.named(name).ifPresent(users::add));
        node.names().forEach(name -> users.addAll(loopsOn(name)));
        return List.copyOf(users);
    }

    /** Returns the loop devices that stand for a file or device, given by its path without links. */
    List<BlockNode> loopsOn(String realPath) {
        return tree.nodes().stream()
                .filter(node -> node.backingFile().filter(realPath::equals).isPresent())
                .toList();
    }

    /** Returns where {@code node}, its partitions, and what is built on them, are mounted. */
    List<String> mountPointsOnAndAbove(BlockNode node) {
        Set<String> points = new LinkedHashSet<>();
        Set<BlockNode> seen = new LinkedHashSet<>();
        Deque<BlockNode> next = new ArrayDeque<>(List.of(node));
        while (!next.isEmpty()) {
            BlockNode at = next.remove();
            if (seen.add(at)) {
                points.addAll(mountPointsOf(at));
                next.addAll(tree.partitionsOf(at));
                next.addAll(usersOf(at));
            }
        }
        return List.copyOf(points);
    }

    /**
     * Returns every device that the running system needs, with the mount point that needs it: what is mounted there,
     * and what that is built on, down to partitions and disks.
     */
    Map<BlockNode, String> systemNodes() {
        Map<BlockNode, String> needed = new LinkedHashMap<>();
        for (BlockNode node : tree.nodes()) {
            mountPointsOf(node).stream()
                    .filter(SYSTEM_MOUNT_POINTS::contains)
                    .findFirst()
                    .ifPresent(point -> addWithAllBelow(node, point, needed));
        }
        return needed;
    }

    private void addWithAllBelow(BlockNode node, String point, Map<BlockNode, String> needed) {
        if (needed.putIfAbsent(node, point) != null) {
            return;
        }
        node.slaves().forEach(name -> tree.named(name).ifPresent(below -> addWithAllBelow(below, point, needed)));
        tree.btrfsOf(node).forEach(member -> addWithAllBelow(member, point, needed));
        backingDevice(node).ifPresent(below -> addWithAllBelow(below, point, needed));
    }

    // A live system's / is a loop device on a file of the medium.
    private Optional<BlockNode> backingDevice(BlockNode node) {
        return node.backingFile()
                .flatMap(this::named)
                .or(() -> node.backingFile().flatMap(mounts::holding).flatMap(mount -> tree.nodes().stream()
                        .filter(below -> !below.equals(node))
                        .filter(below -> mountPointsOf(below).contains(mount.mountPoint()))
                        .filter(below -> below.number().equals(mount.deviceNumber())
                                || below.names().contains(mount.source()))
                        .findFirst()));
    }

    private Optional<BlockNode> named(String file) {
        return tree.nodes().stream().filter(node -> node.names().contains(file)).findFirst();
    }

    /** Returns the disk and all its partitions, or the partition alone, where {@code target} is one. */
    List<BlockNode> overwrittenBy(BlockNode target) {
        List<BlockNode> nodes = new ArrayList<>(List.of(target));
        nodes.addAll(tree.partitionsOf(target));
        return nodes;
    }

    /** Returns a partition's disk: where that itself is mounted or held, its partitions are not free either. */
    Optional<BlockNode> diskOf(BlockNode partition) {
        return tree.diskOf(partition);
    }

    Optional<BlockNode> find(PathFacts facts) {
        return facts.deviceNumber().flatMap(tree::numbered).or(() -> tree.at(facts.realPath()));
    }
}
