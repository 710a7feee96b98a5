package ezio.recipe.run;

import ezio.core.swarm.SwarmSettings;
import ezio.recipe.plan.Plan;
import ezio.recipe.plan.PlannedNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens the nodes of a plan: the one that runs the recipe, and those beside it in this program. */
public final class LocalNodes {

    private LocalNodes() {}

    /**
     * Opens every node that is in this program; they know of each other.
     *
     * @throws ezio.core.problem.ListenFailure if a port is taken; none is open then
     */
    public static Map<Optional<String>, RecipeNode> start(Plan plan, RunSettings settings, Trackers trackers) {
        Map<Optional<String>, LocalNode> nodes = new HashMap<>();
        boolean isComplete = false;
        try {
            SwarmSettings swarm = settings.swarm().withPacing(pacing(plan, settings));
            nodes.put(Optional.empty(), LocalNode.start(settings, swarm, trackers));
            for (PlannedNode node : plan.nodes()) {
                if (node.daemon().isPresent()) {
                    throw new DaemonUnsupported(node.name(), node.daemon().get());
                } else {
                    nodes.put(Optional.of(node.name()), LocalNode.start(settings, swarm.withPort(0), trackers));
                }
            }
            isComplete = true;
        } finally {
            if (!isComplete) {
                nodes.values().forEach(LocalNode::close);
            }
        }
        InetAddress here = settings.swarm()
                .listenAddress()
                .filter(address -> !address.isAnyLocalAddress())
                .orElseGet(InetAddress::getLoopbackAddress);
        for (LocalNode node : nodes.values()) {
            List<InetSocketAddress> others = new ArrayList<>();
            nodes.values().stream()
                    .filter(other -> other != node)
                    .forEach(other -> others.add(new InetSocketAddress(here, other.port())));
            node.isBeside(others);
        }
        return new HashMap<>(nodes);
    }

    // What is said on the command line is for this run, and goes before what the recipe says for all.
    private static ezio.core.swarm.Pacing pacing(Plan plan, RunSettings settings) {
        return settings.swarm().pacing().equals(ezio.core.swarm.Pacing.NONE)
                ? plan.pacing()
                : settings.swarm().pacing();
    }
}
