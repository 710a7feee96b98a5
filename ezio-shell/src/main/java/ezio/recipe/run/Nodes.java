package ezio.recipe.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes of a run, by name; the empty name is the one that runs the recipe. */
public final class Nodes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);

    private final Map<Optional<String>, RecipeNode> nodes;

    /**
     * @param nodes become this one's to close
     */
    public Nodes(Map<Optional<String>, RecipeNode> nodes) {
        this.nodes = new HashMap<>(nodes);
    }

    RecipeNode of(Optional<String> name) {
        RecipeNode node = nodes.get(name);
        if (node == null) {
            throw new IllegalStateException("no node " + name.orElse("of this program"));
        }
        return node;
    }

    /** Closes all of them, each as far as it goes. */
    @Override
    public void close() {
        for (RecipeNode node : nodes.values()) {
            try {
                node.close();
            } catch (RuntimeException e) {
                LOG.error("closing a node", e);
            }
        }
    }
}
