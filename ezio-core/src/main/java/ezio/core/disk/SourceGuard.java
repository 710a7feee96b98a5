package ezio.core.disk;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Says what speaks against capturing a disk, a partition or a file as it is now: that someone else may be writing to it.
 * Looks at the system anew at each call and opens nothing. Safe for use by any thread.
 */
public final class SourceGuard {

    private final Supplier<BlockTree> tree;
    private final Supplier<Mounts> mounts;
    private final Function<Path, PathFacts> look;

    SourceGuard(Supplier<BlockTree> tree, Supplier<Mounts> mounts, Function<Path, PathFacts> look) {
        this.tree = tree;
        this.mounts = mounts;
        this.look = look;
    }

    public static SourceGuard ofThisSystem() {
        return new SourceGuard(BlockTree::ofThisSystem, Mounts::read, PathFacts::look);
    }

    /**
     * Returns what speaks against the source; empty if nothing does.
     *
     * @throws DeviceFailure with {@code OPEN} if it is not there or cannot be looked at
     */
    public Optional<SourceRefused> examine(Path source) {
        PathFacts facts = look.apply(source);
        if (facts.kind() == PathFacts.Kind.MISSING) {
            throw DeviceFailure.open(source.toString(), new NoSuchFileException(source.toString()));
        }
        if (!facts.kind().canHoldAnImage()) {
            return Optional.of(SourceRefused.notASource(source, facts.kind().words()));
        }
        List<String> points = mountPoints(facts, mounts.get().writable());
        return points.isEmpty() ? Optional.empty() : Optional.of(SourceRefused.mounted(source, points));
    }

    /**
     * Returns if nothing speaks against the source but what the user allows.
     *
     * @throws SourceRefused if something does
     * @throws DeviceFailure with {@code OPEN} if it is not there or cannot be looked at
     */
    public void check(Path source, Set<SourceRefusal> allowed) {
        examine(source)
                .filter(refused -> !refused.refusal().canBeAllowed() || !allowed.contains(refused.refusal()))
                .ifPresent(refused -> {
                    throw refused;
                });
    }

    /** Tells whether the source, or what is built on it, is mounted, read-only or not. */
    public boolean isMounted(Path source) {
        return !mountPoints(look.apply(source), mounts.get()).isEmpty();
    }

    private List<String> mountPoints(PathFacts facts, Mounts now) {
        DeviceUse use = new DeviceUse(tree.get(), now);
        Set<String> points = new LinkedHashSet<>();
        Optional<BlockNode> node = use.find(facts);
        node.ifPresent(found -> {
            points.addAll(use.mountPointsOnAndAbove(found));
            use.diskOf(found).ifPresent(disk -> points.addAll(use.mountPointsOf(disk)));
        });
        use.loopsOn(facts.realPath().toString()).forEach(loop -> points.addAll(use.mountPointsOnAndAbove(loop)));
        return List.copyOf(points);
    }
}
