package ezio.recipe.plan;

import static ezio.recipe.plan.PlanChecks.line;
import static ezio.recipe.plan.PlanChecks.quoted;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Goes through the steps as they will run, and finds those that cannot work where they stand. */
final class OrderChecks {

    /** An image on a node. */
    private record Offer(Optional<String> node, String image) {}

    private final Plan plan;
    private final Predicate<Path> exists;
    private final List<RecipeMistake> mistakes = new ArrayList<>();
    private final Map<Offer, Place> offers = new LinkedHashMap<>();
    private final Set<Offer> restored = new HashSet<>();
    private final Map<Path, Place> made = new HashMap<>();

    OrderChecks(Plan plan, Predicate<Path> exists) {
        this.plan = plan;
        this.exists = exists;
    }

    List<RecipeMistake> check() {
        plan.steps().forEach(step -> {
            List<Step> atOnce = step.leaves().toList();
            // What runs at the same time cannot rely on what its neighbours make, but may wait for who comes to them.
            Map<Path, Place> madeBefore = Map.copyOf(made);
            atOnce.forEach(leaf -> offer(leaf, madeBefore));
            atOnce.forEach(this::checkWait);
        });
        plan.onFailure().stream()
                .flatMap(failure -> failure.steps().stream())
                .filter(KeepSeedingStep.class::isInstance)
                .filter(step -> plan.everyStep().noneMatch(OrderChecks::isOffering))
                .forEach(step -> mistakes.add(nothingOffered(step)));
        return mistakes;
    }

    private static boolean isOffering(Step step) {
        return step instanceof SeedStep || step instanceof RestoreStep;
    }

    private void offer(Step step, Map<Path, Place> madeBefore) {
        Optional<PlannedImage> found = step.image().flatMap(name -> plan.image(name, step.on()));
        if (found.isEmpty() || step instanceof StopSeedingStep) {
            return;
        }
        PlannedImage image = found.get();
        Offer offer = new Offer(step.on(), image.name());
        if (step instanceof CaptureStep || step instanceof CreateTorrentStep) {
            checkMaker(step, image, madeBefore);
        } else {
            checkTorrent(step, image, madeBefore);
        }
        checkBlocks(step, image, offer);
        if (step instanceof VerifyStep && !restored.contains(offer)) {
            laterRestore(step, offer)
                    .ifPresent(later -> mistakes.add(new RecipeMistake(
                            step.place(),
                            quoted(image.name()) + " is verified before it is restored (" + line(later) + ")",
                            "verify it after the restore")));
        }
        if (isOffering(step)) {
            checkOnce(step, image);
            offers.putIfAbsent(offer, step.place());
            if (step instanceof RestoreStep) {
                restored.add(offer);
            }
        }
    }

    private void checkOnce(Step step, PlannedImage image) {
        offers.entrySet().stream()
                .filter(entry -> entry.getKey().node.equals(step.on()))
                .filter(entry -> plan.image(entry.getKey().image, step.on())
                        .filter(other -> other.torrent().equals(image.torrent()))
                        .isPresent())
                .findFirst()
                .ifPresent(entry -> mistakes.add(new RecipeMistake(
                        step.place(),
                        quoted(image.name()) + " is offered already"
                                + (entry.getKey().image.equals(image.name())
                                        ? ""
                                        : " as " + quoted(entry.getKey().image))
                                + " (" + line(entry.getValue()) + ")",
                        "a node offers an image once; stopSeeding ends that")));
    }

    private Optional<Place> laterRestore(Step verify, Offer offer) {
        return plan.everyStep()
                .dropWhile(step -> step != verify)
                .filter(RestoreStep.class::isInstance)
                .filter(step -> step.on().equals(offer.node) && step.image().equals(Optional.of(offer.image)))
                .map(Step::place)
                .findFirst();
    }

    private void checkMaker(Step step, PlannedImage image, Map<Path, Place> madeBefore) {
        if (isElsewhere(step)) {
            mistakes.add(new RecipeMistake(
                    step.place(),
                    "a daemon does not " + (step instanceof CaptureStep ? "capture" : "make torrents") + ", and "
                            + quoted(step.on().get()) + " is one",
                    "run that on its machine, or leave on: out"));
            return;
        }
        if (image.torrent().file().isEmpty()) {
            mistakes.add(new RecipeMistake(
                    step.place(),
                    "the torrent of " + quoted(image.name()) + " is an address, which cannot be written to",
                    "name a file where the image is declared"));
            return;
        }
        Path torrent = image.torrent().file().get();
        Place first = made.put(torrent, step.place());
        if (first != null) {
            mistakes.add(new RecipeMistake(
                    step.place(),
                    torrent + " is made already (" + line(first) + ")",
                    "each image has a torrent of its own"));
        }
        if (step instanceof CaptureStep) {
            made.put(infoFile(image, torrent), step.place());
            if (image.location() instanceof ImageLocation.Saved
                    || image.location().isSlices()) {
                mistakes.add(new RecipeMistake(
                        step.place(),
                        quoted(image.name()) + " is captured already: " + image.path()
                                + " holds nothing but its used blocks",
                        "createTorrent makes its torrent"));
            }
        } else if (image.usedBlocks().isPresent()) {
            requireFile(
                    step, image.usedBlocks().get(), madeBefore, "capture '" + image.name() + "' finds the used blocks");
        }
    }

    private static Path infoFile(PlannedImage image, Path torrent) {
        return torrent.resolveSibling(image.torrentName() + ".torrent.info");
    }

    private void checkTorrent(Step step, PlannedImage image, Map<Path, Place> madeBefore) {
        image.torrent()
                .file()
                .ifPresent(file -> requireFile(
                        step,
                        file,
                        madeBefore,
                        "createTorrent '" + image.name() + "' or capture '" + image.name() + "' makes it"));
    }

    private void requireFile(Step step, Path file, Map<Path, Place> madeBefore, String suggestion) {
        if (madeBefore.containsKey(file) || exists.test(file)) {
            return;
        }
        Place late = made.get(file);
        mistakes.add(
                late == null
                        ? new RecipeMistake(
                                step.place(),
                                file + " does not exist, and no step before this one makes it",
                                suggestion)
                        : new RecipeMistake(
                                step.place(),
                                file + " is made at the same time (" + line(late) + ")",
                                "make it before together"));
    }

    /** The blocks that a step reads or writes must be there, on this machine. */
    private void checkBlocks(Step step, PlannedImage image, Offer offer) {
        if (isElsewhere(step)) {
            if (!image.path().isAbsolute()) {
                mistakes.add(new RecipeMistake(
                        step.place(),
                        image.path() + " is on another machine, where it starts from nowhere",
                        "write the whole path"));
            }
            return;
        }
        if (restored.contains(offer) || exists.test(image.path())) {
            return;
        }
        if (step instanceof RestoreStep restore) {
            if (!restore.creates() && !image.location().isSlices()) {
                mistakes.add(new RecipeMistake(
                        step.place(),
                        image.path() + " does not exist",
                        image.location() instanceof ImageLocation.File
                                ? "create: true makes the file"
                                : "\"ezio disks\" lists what there is"));
            }
        } else if (!(image.location().isSlices() && made.containsKey(image.path()))) {
            mistakes.add(new RecipeMistake(
                    step.place(), image.path() + " does not exist", "\"ezio disks\" lists what there is"));
        }
    }

    private boolean isElsewhere(Step step) {
        return step.on().flatMap(plan::node).flatMap(PlannedNode::daemon).isPresent();
    }

    private void checkWait(Step step) {
        boolean isAnything = offers.keySet().stream().anyMatch(offer -> offer.node.equals(step.on()));
        if (step instanceof StopSeedingStep stop) {
            if (stop.image().isPresent()) {
                Offer offer = new Offer(step.on(), stop.image().get());
                if (offers.remove(offer) == null
                        && plan.image(offer.image, step.on()).isPresent()) {
                    mistakes.add(new RecipeMistake(
                            step.place(), quoted(offer.image) + " is not offered here", "seed or restore it before"));
                }
                return;
            }
            offers.keySet().removeIf(offer -> offer.node.equals(step.on()));
        }
        boolean isWaiting = step instanceof WaitForPeersStep
                || step instanceof WaitForCopiesStep
                || step instanceof KeepSeedingStep
                || step instanceof StopSeedingStep;
        if (isWaiting && !isAnything) {
            mistakes.add(nothingOffered(step));
        }
    }

    private static RecipeMistake nothingOffered(Step step) {
        return new RecipeMistake(
                step.place(),
                "nothing is offered here, so " + quoted(step.word()) + " has nothing to do",
                "seed or restore an image before");
    }
}
