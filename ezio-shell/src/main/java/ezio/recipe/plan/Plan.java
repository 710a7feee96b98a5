package ezio.recipe.plan;

import ezio.core.swarm.Pacing;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A recipe that was loaded: its nouns and its steps, in the order of the recipe. Immutable.
 *
 * @param name of its {@code deploy}
 * @param place of its {@code deploy}
 * @param file the recipe
 * @param pacing how fast the node may be that runs the recipe
 * @param onFailure empty where the recipe has none
 * @param parameters what was given on the command line, and presets, as they are printed; in the recipe's order
 */
public record Plan(
        String name,
        Place place,
        Path file,
        Pacing pacing,
        List<PlannedTracker> trackers,
        List<PlannedNode> nodes,
        List<PlannedImage> images,
        List<Step> steps,
        Optional<FailurePlan> onFailure,
        Map<String, String> parameters) {

    public Plan {
        trackers = List.copyOf(trackers);
        nodes = List.copyOf(nodes);
        images = List.copyOf(images);
        steps = List.copyOf(steps);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** Returns the image that a step names: the node's own one of that name, else the one that is no node's. */
    public Optional<PlannedImage> image(String imageName, Optional<String> on) {
        Optional<PlannedImage> own = images.stream()
                .filter(image -> image.name().equals(imageName) && image.node().equals(on))
                .findFirst();
        return own.or(() -> images.stream()
                .filter(image -> image.name().equals(imageName) && image.node().isEmpty())
                .findFirst());
    }

    public Optional<PlannedNode> node(String nodeName) {
        return nodes.stream().filter(node -> node.name().equals(nodeName)).findFirst();
    }

    /** Returns every step that is not made of others, in order; not those for a failure. */
    public Stream<Step> everyStep() {
        return steps.stream().flatMap(Step::leaves);
    }
}
