package ezio.recipe.plan;

import static ezio.recipe.plan.PlanChecks.line;
import static ezio.recipe.plan.PlanChecks.quoted;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds restores that would overwrite each other, or what another step reads. */
final class TargetChecks {

    /** An image that a step reads or writes, on a machine; the one that runs the recipe is the empty one. */
    private record Use(Step step, PlannedImage image, Optional<String> machine) {

        boolean isOnMachineOf(Use other) {
            return machine.equals(other.machine);
        }

        boolean isSamePathAs(Use other) {
            return absolute(image.path()).equals(absolute(other.image.path()));
        }

        /** Returns whether this one's device is the disk that the other one's is a partition of. */
        boolean holds(Use other) {
            return other.image.location() instanceof ImageLocation.Partition partition
                    && absolute(partition.disk()).equals(absolute(image.path()));
        }

        private static Path absolute(Path path) {
            return path.toAbsolutePath().normalize();
        }
    }

    private final List<RecipeMistake> mistakes = new ArrayList<>();

    private TargetChecks() {}

    static List<RecipeMistake> check(Plan plan) {
        TargetChecks checks = new TargetChecks();
        List<Use> before = new ArrayList<>();
        for (Step step : plan.steps()) {
            List<Use> atOnce =
                    step.leaves().flatMap(leaf -> use(plan, leaf).stream()).toList();
            for (int i = 0; i < atOnce.size(); i++) {
                if (atOnce.get(i).step.isDestructive()) {
                    List<Use> others = new ArrayList<>(before);
                    others.addAll(atOnce.subList(0, i));
                    // Of two restores the later one is told of.
                    atOnce.stream()
                            .skip(i + 1)
                            .filter(use -> !use.step.isDestructive())
                            .forEach(others::add);
                    checks.checkTarget(atOnce.get(i), others);
                }
            }
            // Whoever captures or verifies a partition, and restores it later, may mean just that.
            atOnce.stream()
                    .filter(use -> use.step instanceof RestoreStep || use.step instanceof SeedStep)
                    .forEach(before::add);
        }
        return checks.mistakes;
    }

    private static Optional<Use> use(Plan plan, Step step) {
        return step.image()
                .flatMap(name -> plan.image(name, step.on()))
                .map(image -> new Use(step, image, step.on().flatMap(plan::node).flatMap(PlannedNode::daemon)));
    }

    private void checkTarget(Use target, List<Use> others) {
        if (!target.image.location().isTarget()) {
            mistakes.add(new RecipeMistake(
                    target.step.place(),
                    quoted(target.image.name()) + " is in a directory of Clonezilla's, which is only read",
                    "declare its target with disk, volume, file or slices"));
            return;
        }
        others.stream()
                .filter(target::isOnMachineOf)
                .filter(use -> use.isSamePathAs(target) || use.holds(target) || target.holds(use))
                .findFirst()
                .ifPresent(use -> mistakes.add(clash(target, use)));
    }

    private static RecipeMistake clash(Use target, Use other) {
        Path path = target.image.path();
        String message = quoted(target.image.name()) + " is restored to " + path;
        if (target.holds(other)) {
            message += ", which holds " + other.image.path();
        } else if (other.holds(target)) {
            message += ", a part of " + other.image.path();
        }
        String past = other.step instanceof RestoreStep ? " is restored to" : " is read from";
        return new RecipeMistake(
                target.step.place(),
                message + ", which " + quoted(other.image.name()) + past + " (" + line(other.step.place()) + ")",
                "give each image a disk, partition or file of its own");
    }
}
