package ezio.core.disk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Says what speaks against writing an image to a disk, a partition or a file. Looks at the system anew at each call,
 * opens targets for reading at most, and changes nothing. Safe for use by any thread.
 */
public final class TargetGuard {

    private final Supplier<BlockTree> tree;
    private final Supplier<Mounts> mounts;
    private final Function<Path, PathFacts> look;
    private final Function<Path, Optional<String>> memberSignature;

    TargetGuard(
            Supplier<BlockTree> tree,
            Supplier<Mounts> mounts,
            Function<Path, PathFacts> look,
            Function<Path, Optional<String>> memberSignature) {
        this.tree = tree;
        this.mounts = mounts;
        this.look = look;
        this.memberSignature = memberSignature;
    }

    public static TargetGuard ofThisSystem() {
        return new TargetGuard(BlockTree::ofThisSystem, Mounts::read, PathFacts::look, MemberSignature::of);
    }

    /**
     * Returns everything that speaks against the target, the gravest first; nothing if it is free.
     *
     * @param neededBytes the smallest size that the image fits in
     * @param imageName the name of the image for messages
     * @throws DeviceFailure with {@code OPEN} if the path cannot even be looked at
     */
    public List<TargetRefused> examine(Path target, long neededBytes, String imageName) {
        PathFacts facts = look.apply(target);
        if (facts.kind() == PathFacts.Kind.MISSING) {
            return List.of(TargetRefused.missing(target));
        }
        if (!facts.kind().canHoldAnImage()) {
            return List.of(TargetRefused.notADevice(target, facts.kind().words()));
        }
        Mounts mountsNow = mounts.get();
        DeviceUse use = new DeviceUse(tree.get(), mountsNow);
        List<TargetRefused> found = new ArrayList<>();
        Optional<BlockNode> node = use.find(facts);
        long sizeBytes;
        if (node.isPresent()) {
            examineDevice(target, node.get(), use, found);
            sizeBytes = node.get().sizeBytes();
        } else {
            examineFile(target, facts, mountsNow, use, found);
            sizeBytes = facts.kind() == PathFacts.Kind.FILE ? facts.sizeBytes() : readSize(target);
        }
        if (node.filter(BlockNode::isReadOnly).isPresent()) {
            found.add(TargetRefused.readOnly(target));
        } else if (!facts.isWritable()) {
            found.add(TargetRefused.notWritable(target, facts.kind() == PathFacts.Kind.BLOCK));
        }
        if (sizeBytes < neededBytes) {
            found.add(TargetRefused.tooSmall(target, sizeBytes, neededBytes, imageName));
        }
        return found;
    }

    /**
     * Returns if nothing speaks against the target but what the user allows.
     *
     * @param allowed what the user named; those that cannot be allowed have no effect
     * @throws TargetRefused the gravest of what remains
     * @throws DeviceFailure with {@code OPEN} if the path cannot even be looked at
     */
    public void check(Path target, long neededBytes, String imageName, Set<Refusal> allowed) {
        for (TargetRefused refused : examine(target, neededBytes, imageName)) {
            if (!refused.refusal().canBeAllowed() || !allowed.contains(refused.refusal())) {
                throw refused;
            }
        }
    }

    /**
     * Returns if the user has named the target, by whatever path, or the disk that it is a partition of.
     *
     * @throws TargetRefused with {@code OVERWRITE_NOT_NAMED}
     */
    public void checkOverwriteNamed(Path target, Collection<Path> named) {
        BlockTree now = tree.get();
        PathFacts facts = look.apply(target);
        for (Path name : named) {
            if (isPartOf(facts, look.apply(name), now)) {
                return;
            }
        }
        throw TargetRefused.overwriteNotNamed(target);
    }

    /**
     * Returns if no two of the targets are the same device or file, or a disk and its partition.
     *
     * @throws TargetRefused with {@code OVERLAPPING_TARGETS}
     */
    public void checkNoOverlap(List<Path> targets) {
        BlockTree now = tree.get();
        List<PathFacts> facts = targets.stream().map(look).toList();
        for (int i = 0; i < facts.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (isPartOf(facts.get(i), facts.get(j), now) || isPartOf(facts.get(j), facts.get(i), now)) {
                    throw TargetRefused.overlapping(targets.get(j), targets.get(i));
                }
            }
        }
    }

    /**
     * Returns if none of the targets is, holds or is a part of something that is in use here.
     *
     * @param inUse devices, files and directories; what is not there does not count
     * @throws TargetRefused with {@code OVERLAPPING_TARGETS}
     */
    public void checkApart(Collection<Path> targets, Collection<Path> inUse) {
        BlockTree now = tree.get();
        for (Path used : inUse) {
            PathFacts usedFacts = look.apply(used);
            for (Path target : targets) {
                PathFacts facts = look.apply(target);
                if (isPartOf(facts, usedFacts, now) || isPartOf(usedFacts, facts, now)) {
                    throw TargetRefused.inUseHere(target, used);
                }
            }
        }
    }

    private static boolean isPartOf(PathFacts part, PathFacts whole, BlockTree tree) {
        if (part.identity().equals(whole.identity())) {
            return true;
        }
        DeviceUse use = new DeviceUse(tree, Mounts.parse("", ""));
        Optional<BlockNode> disk = use.find(part).flatMap(use::diskOf);
        return disk.isPresent() && disk.equals(use.find(whole));
    }

    private void examineDevice(Path target, BlockNode node, DeviceUse use, List<TargetRefused> found) {
        // The disk of a target partition counts where it is itself in use, as a whole.
        Set<BlockNode> touched = new LinkedHashSet<>(use.overwrittenBy(node));
        use.diskOf(node).ifPresent(touched::add);

        Map<BlockNode, String> system = use.systemNodes();
        touched.stream()
                .filter(system::containsKey)
                .findFirst()
                .ifPresent(needed -> found.add(TargetRefused.systemDisk(
                        target, needed.equals(node) ? target : needed.path(), system.get(needed))));
        for (BlockNode part : touched) {
            List<String> points = use.mountPointsOf(part);
            if (!points.isEmpty()) {
                found.add(TargetRefused.mounted(target, part.path(), points));
            }
        }
        touched.stream().filter(use::isSwap).forEach(part -> found.add(TargetRefused.swap(target, part.path())));
        touched.forEach(part -> examineHolders(target, part, use, found));
        use.overwrittenBy(node).stream()
                .filter(part -> use.usersOf(part).isEmpty())
                .forEach(part -> examineContent(target, part, use, found));
    }

    private static void examineHolders(Path target, BlockNode part, DeviceUse use, List<TargetRefused> found) {
        for (BlockNode user : use.usersOf(part)) {
            found.add(TargetRefused.held(target, part.path(), user.path(), use.mountPointsOnAndAbove(user)));
        }
    }

    private void examineContent(Path target, BlockNode part, DeviceUse use, List<TargetRefused> found) {
        if (use.isInMountedBtrfs(part) && use.mountPointsOf(part).isEmpty()) {
            found.add(TargetRefused.member(target, part.path(), "part of a mounted btrfs"));
        } else {
            memberSignature
                    .apply(part.path())
                    .ifPresent(isWhat -> found.add(TargetRefused.member(target, part.path(), isWhat)));
        }
    }

    private static void examineFile(
            Path target, PathFacts facts, Mounts mounts, DeviceUse use, List<TargetRefused> found) {
        String real = facts.realPath().toString();
        List<BlockNode> loops = use.loopsOn(real);
        for (BlockNode loop : loops) {
            List<String> points = use.mountPointsOnAndAbove(loop);
            if (!points.isEmpty()) {
                found.add(TargetRefused.mounted(target, target, points));
            }
        }
        if (mounts.isSwap(List.of(real))) {
            found.add(TargetRefused.swap(target, target));
        }
        for (BlockNode loop : loops) {
            found.add(TargetRefused.held(target, target, loop.path(), use.mountPointsOnAndAbove(loop)));
        }
    }

    private static long readSize(Path target) {
        try (ChannelDevice device = ChannelDevice.openForReading(target)) {
            return device.sizeBytes();
        }
    }
}
