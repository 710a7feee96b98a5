package ezio.recipe.run;

import ezio.core.swarm.SwarmSettings;
import ezio.daemon.DaemonAddress;
import ezio.daemon.DaemonClient;
import ezio.daemon.DaemonNode;
import ezio.recipe.plan.Plan;
import ezio.recipe.plan.PlannedNode;
import ezio.verb.LocalHost;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens the nodes of a plan: the one that runs the recipe, those beside it in this program, and those of daemons. */
public final class PlanNodes {

    private PlanNodes() {}

    /**
     * Opens every node that is in this program; they know of each other, and daemons are told of the one that runs the
     * recipe. A daemon that does not answer is told by the first step that needs it.
     *
     * @throws ezio.core.problem.ListenFailure if a port is taken; none is open then
     */
    public static Map<Optional<String>, RecipeNode> start(Plan plan, RunSettings settings, Trackers trackers) {
        Map<Optional<String>, LocalNode> local = new HashMap<>();
        Map<Optional<String>, RecipeNode> nodes = new HashMap<>();
        RunTorrents torrents = new RunTorrents();
        boolean isComplete = false;
        try {
            SwarmSettings swarm = settings.swarm().withPacing(pacing(plan, settings));
            LocalNode own = LocalNode.start(settings, swarm, trackers, torrents);
            local.put(Optional.empty(), own);
            for (PlannedNode node : plan.nodes()) {
                Optional<String> name = Optional.of(node.name());
                if (node.daemon().isPresent()) {
                    nodes.put(name, remote(node, own.port(), settings, trackers, torrents));
                } else {
                    local.put(name, LocalNode.start(settings, swarm.withPort(0), trackers, torrents));
                }
            }
            nodes.putAll(local);
            isComplete = true;
        } finally {
            if (!isComplete) {
                local.values().forEach(LocalNode::close);
                nodes.values().forEach(RecipeNode::close);
            }
        }
        InetAddress here = address(settings, InetAddress.getLoopbackAddress());
        for (LocalNode node : local.values()) {
            List<InetSocketAddress> others = new ArrayList<>();
            local.values().stream()
                    .filter(other -> other != node)
                    .forEach(other -> others.add(new InetSocketAddress(here, other.port())));
            node.isBeside(others);
        }
        return nodes;
    }

    private static InetAddress address(RunSettings settings, InetAddress otherwise) {
        return settings.swarm()
                .listenAddress()
                .filter(address -> !address.isAnyLocalAddress())
                .orElse(otherwise);
    }

    private static RecipeNode remote(
            PlannedNode node, int ownPort, RunSettings settings, Trackers trackers, RunTorrents torrents) {
        List<InetSocketAddress> peers = new ArrayList<>(settings.peers());
        peers.add(new InetSocketAddress(address(settings, LocalHost.address()), ownPort));
        DaemonAddress address = settings.daemons()
                .at(DaemonAddress.parse("daemon", node.daemon().orElseThrow()));
        DaemonNode daemon = new DaemonNode(DaemonClient.of(address));
        return new RemoteNode(node.name(), daemon, settings, trackers, torrents, peers);
    }

    // What is said on the command line is for this run, and goes before what the recipe says for all.
    private static ezio.core.swarm.Pacing pacing(Plan plan, RunSettings settings) {
        return settings.swarm().pacing().equals(ezio.core.swarm.Pacing.NONE)
                ? plan.pacing()
                : settings.swarm().pacing();
    }
}
