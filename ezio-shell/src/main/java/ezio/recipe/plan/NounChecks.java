package ezio.recipe.plan;

import static ezio.recipe.plan.PlanChecks.line;
import static ezio.recipe.plan.PlanChecks.quoted;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds names that mean nothing, or two things. */
final class NounChecks {

    private final Plan plan;
    private final List<RecipeMistake> mistakes = new ArrayList<>();

    private NounChecks(Plan plan) {
        this.plan = plan;
    }

    static List<RecipeMistake> check(Plan plan) {
        NounChecks checks = new NounChecks(plan);
        checks.checkNodes();
        checks.checkImages();
        checks.steps().forEach(checks::checkNames);
        return checks.mistakes;
    }

    private Stream<Step> steps() {
        return Stream.concat(plan.everyStep(), plan.onFailure().stream().flatMap(failure -> failure.steps().stream()));
    }

    private void checkNodes() {
        Map<String, Place> seen = new HashMap<>();
        for (PlannedNode node : plan.nodes()) {
            Place first = seen.putIfAbsent(node.name(), node.place());
            if (first != null) {
                mistakes.add(new RecipeMistake(
                        node.place(),
                        "node " + quoted(node.name()) + " is declared twice",
                        "the first one is at " + line(first)));
            }
        }
    }

    private void checkImages() {
        Map<List<Object>, Place> names = new HashMap<>();
        for (PlannedImage image : plan.images()) {
            checkNode(image.place(), image.node());
            Place first = names.putIfAbsent(List.of(image.name(), image.node()), image.place());
            if (first != null) {
                mistakes.add(new RecipeMistake(
                        image.place(),
                        "image " + quoted(image.name()) + " is declared twice",
                        "the first one is at " + line(first)));
            }
        }
    }

    private void checkNames(Step step) {
        checkNode(step.place(), step.on());
        step.image()
                .filter(name -> plan.image(name, step.on()).isEmpty())
                .ifPresent(name -> mistakes.add(unknownImage(step, name)));
    }

    private RecipeMistake unknownImage(Step step, String name) {
        Optional<PlannedImage> elsewhere = plan.images().stream()
                .filter(image -> image.name().equals(name))
                .findFirst();
        if (elsewhere.isPresent() && step.on().isEmpty()) {
            String node = elsewhere.get().node().get();
            return new RecipeMistake(
                    step.place(),
                    "image " + quoted(name) + " is on " + quoted(node) + ", not on the node that runs the recipe",
                    "add on: '" + node + "'");
        }
        return PlanChecks.unknown(
                step.place(),
                "image",
                name,
                plan.images().stream().map(PlannedImage::name).toList());
    }

    private void checkNode(Place place, Optional<String> name) {
        name.filter(node -> plan.node(node).isEmpty())
                .ifPresent(node -> mistakes.add(PlanChecks.unknown(
                        place,
                        "node",
                        node,
                        plan.nodes().stream().map(PlannedNode::name).toList())));
    }
}
