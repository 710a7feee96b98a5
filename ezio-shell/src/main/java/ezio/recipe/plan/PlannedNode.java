package ezio.recipe.plan;

import java.util.Optional;

/**
 * A node that steps run on, beside the one that runs the recipe.
 *
 * @param place of its declaration
 * @param daemon HOST:PORT of the daemon that is driven; empty for one more node in this program, with a port of its own
 */
public record PlannedNode(String name, Place place, Optional<String> daemon) {}
