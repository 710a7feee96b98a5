package ezio.recipe.run;

import ezio.core.disk.TargetRefused;
import ezio.core.problem.Problem;
import ezio.core.torrent.TorrentFiles;
import ezio.core.torrent.TorrentSpec;
import ezio.recipe.plan.ImageLocation;
import ezio.recipe.plan.Plan;
import ezio.recipe.plan.PlannedImage;
import ezio.recipe.plan.PlannedNode;
import ezio.recipe.plan.RestoreStep;
import ezio.verb.live.Workplace;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks, before the first step, at everything that a plan overwrites. */
public final class Preflight {

    private Preflight() {}

    /**
     * Returns what speaks against the targets of a plan, each target's first; blocks a short time. What an earlier step makes
     * is looked at when it is there.
     *
     * @param overwrite what the user has named
     * @param record what an earlier run has done
     */
    public static List<Problem> check(Plan plan, Collection<Path> overwrite, Workplace place, RunRecord record) {
        Map<List<Object>, Problem> problems = new LinkedHashMap<>();
        plan.everyStep()
                .filter(RestoreStep.class::isInstance)
                .map(RestoreStep.class::cast)
                .forEach(step -> plan.image(step.imageName(), step.on())
                        .flatMap(image -> isElsewhere(plan, step)
                                ? checkNamed(image, overwrite)
                                : check(step, image, overwrite, place, record))
                        .ifPresent(problem -> problems.putIfAbsent(List.of(problem.getMessage()), problem)));
        return new ArrayList<>(problems.values());
    }

    private static boolean isElsewhere(Plan plan, RestoreStep step) {
        return step.on().flatMap(plan::node).flatMap(PlannedNode::daemon).isPresent();
    }

    private static Optional<Problem> check(
            RestoreStep step, PlannedImage image, Collection<Path> overwrite, Workplace place, RunRecord record) {
        Path target = image.path();
        if (image.location().isSlices() || !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            // Directories are looked at when they are opened: they may hold what this recipe has begun.
            return Optional.empty();
        }
        try {
            Optional<TorrentSpec> torrent =
                    image.torrent().file().filter(Files::exists).map(TorrentFiles::read);
            place.guard().check(target, torrent.map(TorrentSpec::neededBytes).orElse(0L), image.name(), step.allowed());
            // What was made by this recipe has never been anybody else's. The step itself looks once more.
            boolean isMade = step.creates()
                    && (place.isOfUnfinishedRestore(target, torrent.map(TorrentSpec::infoHash))
                            || record.hasDone(step, target));
            if (!isMade) {
                place.guard().checkOverwriteNamed(target, overwrite);
            }
            return Optional.empty();
        } catch (Problem problem) {
            return Optional.of(problem);
        }
    }

    /** On another machine, a device is what it is called. */
    private static Optional<Problem> checkNamed(PlannedImage image, Collection<Path> overwrite) {
        boolean isNamed = overwrite.contains(image.path())
                || image.location() instanceof ImageLocation.Partition partition
                        && overwrite.contains(partition.disk());
        return isNamed ? Optional.empty() : Optional.of(TargetRefused.overwriteNotNamed(image.path()));
    }
}
