package ezio.bench.sim;

import ezio.core.swarm.policy.PieceGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** Prints what the policies make of deployments of many sizes; {@code ezio-bench/simulate.sh} says what the arguments are. */
public final class SimulatedSwarm {

    private static final int MIB = 1 << 20;
    private static final Map<String, String> DEFAULTS = Map.of(
            "targets", "1,2,4,8,16,64,256,1000",
            "pieces", "1,16",
            "trouble", "none",
            "mib", "512",
            "mbit", "200",
            "runs", "1",
            "uploads", "0",
            "sequential", "no");

    private final Map<String, String> options;

    private SimulatedSwarm(Map<String, String> options) {
        this.options = options;
    }

    public static void main(String[] args) {
        Map<String, String> options = new TreeMap<>(DEFAULTS);
        for (String arg : args) {
            String[] parts = arg.split("=", 2);
            if (parts.length != 2 || options.put(parts[0], parts[1]) == null) {
                System.err.println("unknown: " + arg + "; there are " + DEFAULTS.keySet());
                System.exit(2);
            }
        }
        new SimulatedSwarm(options).printTable();
    }

    private void printTable() {
        System.out.println(
                "| pieces | targets | | last | worst | median | slow ones | copies | wasted | incomplete | computed |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (String pieces : list("pieces")) {
            for (String trouble : list("trouble")) {
                for (String targets : list("targets")) {
                    printRow(scenario(Integer.parseInt(pieces), Integer.parseInt(targets), trouble));
                }
            }
        }
    }

    private Scenario scenario(int pieceMib, int targets, String trouble) {
        PieceGrid grid = new PieceGrid(pieceMib * MIB, number("mib") * MIB);
        Trouble kind = Trouble.valueOf(trouble.toUpperCase(Locale.ROOT).replace('-', '_'));
        Scenario scenario = Scenario.usual(targets, grid, number("mbit") * 1e6 / 8, kind, 1);
        if (number("uploads") > 0) {
            scenario = scenario.withUploads((int) number("uploads"));
        }
        return options.get("sequential").equals("yes") ? scenario.inSequence() : scenario;
    }

    private void printRow(Scenario scenario) {
        long startNs = System.nanoTime();
        List<Outcome> outcomes = new ArrayList<>();
        LongStream.rangeClosed(1, number("runs"))
                .forEach(seed -> outcomes.add(Simulation.run(scenario.withSeed(seed))));
        double slowest = median(outcomes, Outcome::slowest);
        System.out.println(String.format(
                Locale.ROOT,
                "| %d MiB | %d | %s | %.3f | %.3f | %.3f | %s | %.2f | %.1f %% | %d | %.1f s |",
                scenario.grid().pieceLengthBytes() / MIB,
                scenario.targets(),
                scenario.trouble().label(),
                median(outcomes, Outcome::last),
                outcomes.stream().mapToDouble(Outcome::last).max().orElseThrow(),
                median(outcomes, Outcome::median),
                slowest == 0 ? "" : String.format(Locale.ROOT, "%.3f", slowest),
                median(outcomes, Outcome::copies),
                100 * median(outcomes, Outcome::wasted),
                outcomes.stream().mapToInt(Outcome::incomplete).sum(),
                (System.nanoTime() - startNs) / 1e9));
    }

    private static double median(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
        double[] sorted = outcomes.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private List<String> list(String key) {
        return List.of(options.get(key).split(",", -1));
    }

    private long number(String key) {
        return Long.parseLong(options.get(key));
    }
}
