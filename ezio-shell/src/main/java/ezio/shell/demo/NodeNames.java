package ezio.shell.demo;

import ezio.core.unit.Rate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Knows the demo's nodes by their ports. */
record NodeNames(List<DemoNode> nodes) {

    private static final int SHOWN = 3;

    /** Returns "from seeder 40 MiB/s, target 2 12 MiB/s", as a target's progress line says. */
    String servedBy(JsonLine progress) {
        String givers = progress.list("peers").stream()
                .filter(peer -> peer.number("downloadBytesPerSecond") >= 1024)
                .sorted(Comparator.comparingDouble((JsonLine peer) -> peer.number("downloadBytesPerSecond"))
                        .reversed())
                .limit(SHOWN)
                .map(peer -> name(peer.text("address")) + " " + new Rate(peer.number("downloadBytesPerSecond")))
                .collect(Collectors.joining(", "));
        return givers.isEmpty() ? progress.text("note") : "from " + givers;
    }

    private String name(String address) {
        return nodes.stream()
                .filter(node -> node.port() > 0 && address.endsWith(":" + node.port()))
                .map(DemoNode::name)
                .findFirst()
                .orElse(address);
    }
}
