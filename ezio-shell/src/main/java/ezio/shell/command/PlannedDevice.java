package ezio.shell.command;

import ezio.core.disk.DiskEntry;
import ezio.core.disk.Disks;
import ezio.core.disk.TargetGuard;
import ezio.core.disk.TargetRefused;
import ezio.core.problem.Problem;
import ezio.core.unit.ByteSize;
import ezio.recipe.plan.Plan;
import ezio.recipe.plan.PlannedImage;
import ezio.recipe.plan.PlannedNode;
import ezio.recipe.plan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan reads or writes, as it is now.
 *
 * @param notes what is known of it: its size, its file system, where it is mounted, or that it is not there
 * @param isOverwritten whether a step of the plan writes to it
 * @param refusals what speaks against that today
 */
record PlannedDevice(Path path, List<String> notes, boolean isOverwritten, List<TargetRefused> refusals) {

    /** Looks at everything on this machine that a plan names; opens it for reading only. */
    static List<PlannedDevice> of(Plan plan) {
        Disks disks = Disks.ofThisSystem();
        TargetGuard guard = TargetGuard.ofThisSystem();
        List<PlannedDevice> all = new ArrayList<>();
        for (PlannedImage image : plan.images()) {
            if (image.node().flatMap(plan::node).flatMap(PlannedNode::daemon).isEmpty()) {
                boolean isOverwritten = plan.everyStep().anyMatch(step -> writes(plan, step, image));
                all.add(new PlannedDevice(
                        image.path(),
                        notes(image.path(), disks),
                        isOverwritten,
                        isOverwritten && Files.exists(image.path()) ? refusals(guard, image) : List.of()));
            }
        }
        return all;
    }

    private static boolean writes(Plan plan, Step step, PlannedImage image) {
        return step.inner().isEmpty()
                && step.isDestructive()
                && step.image()
                        .flatMap(name -> plan.image(name, step.on()))
                        .filter(image::equals)
                        .isPresent();
    }

    private static List<String> notes(Path path, Disks disks) {
        try {
            Optional<DiskEntry> disk = disks.find(path);
            if (disk.isEmpty()) {
                return List.of(file(path));
            }
            List<String> notes = new ArrayList<>();
            notes.add(ByteSize.print(disk.get().sizeBytes()));
            disk.get().fileSystem().ifPresent(notes::add);
            disk.get().mountPoints().forEach(point -> notes.add("mounted at " + point));
            return notes;
        } catch (Problem | IOException e) {
            return List.of(e.getMessage());
        }
    }

    private static String file(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return "a directory";
        }
        return Files.exists(path) ? ByteSize.print(Files.size(path)) : "is not there";
    }

    private static List<TargetRefused> refusals(TargetGuard guard, PlannedImage image) {
        try {
            return guard.examine(image.path(), 0, image.name());
        } catch (Problem e) {
            // What cannot be looked at is said by the notes.
            return List.of();
        }
    }

    /** Returns "/dev/sdb1: 1.8 TiB, xfs, mounted at /srv; will be overwritten, refused today (mounted-target)". */
    String words() {
        StringBuilder text = new StringBuilder(path + ": " + String.join(", ", notes));
        if (isOverwritten) {
            text.append("; is overwritten: needs --overwrite ").append(path);
        }
        refusals.forEach(refused -> text.append("\n    refused (")
                .append(refused.refusal().id())
                .append("): ")
                .append(refused.getMessage().replaceFirst("^refused \\([^)]*\\): ", "")));
        return text.toString();
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("path", path.toString());
        fields.put("notes", notes);
        fields.put("overwritten", isOverwritten);
        fields.put(
                "refused",
                refusals.stream()
                        .map(refused -> Map.of("id", refused.refusal().id(), "message", refused.getMessage()))
                        .toList());
        return fields;
    }
}
