package ezio.bench.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Runs a scenario. The same scenario gives the same outcome. */
final class Simulation {

    // Nothing that works takes so long: a slow machine needs ten times the ideal.
    private static final double MOST_IDEALS = 60;

    private final Scenario scenario;
    private final EventQueue events = new EventQueue();
    private final List<Machine> machines = new ArrayList<>();
    private int missing;

    Simulation(Scenario scenario) {
        this.scenario = scenario;
        Random random = new Random(scenario.seed());
        SimTracker tracker = new SimTracker(new Random(random.nextLong()));
        for (MachineSpec spec : scenario.machines()) {
            Machine machine = new Machine(events, spec, scenario.grid(), tracker, random.nextLong(), () -> missing--);
            machines.add(machine);
            events.at(spec.joinsNs(), machine::start);
            if (spec.dies()) {
                events.at(spec.diesNs(), () -> die(machine));
            }
            if (!spec.isSeeder()) {
                missing++;
            }
        }
    }

    static Outcome run(Scenario scenario) {
        return new Simulation(scenario).run();
    }

    /** Returns the seeder, then the targets. */
    List<Machine> machines() {
        return machines;
    }

    List<Machine> targets() {
        return machines.subList(1, machines.size());
    }

    private void die(Machine machine) {
        machine.die();
        if (!machine.isComplete()) {
            missing--;
        }
    }

    /** Runs until every living target is complete, or could have been long ago. */
    Outcome run() {
        long endNs = (long) (scenario.idealSeconds() * MOST_IDEALS * 1e9);
        boolean goesOn = true;
        while (missing > 0 && goesOn && events.nowNs() < endNs) {
            goesOn = events.runNext();
        }
        double[] usual = multiples(false, machine -> scenario.idealSeconds());
        double[] slow = multiples(true, machine -> ownIdealSeconds(machine.spec()));
        long received = targets().stream()
                .mapToLong(each -> each.traffic().receivedBytes())
                .sum();
        long taken = targets().stream()
                .mapToLong(each -> each.traffic().takenBytes())
                .sum();
        return new Outcome(
                atShare(usual, 1),
                atShare(usual, 0.5),
                atShare(slow, 1),
                machines.get(0).traffic().sentBytes() / (double) scenario.grid().totalBytes(),
                (received - taken) / (double) taken,
                events.nowNs() / 1e9,
                missing,
                events.count());
    }

    private double[] multiples(boolean isSlow, ToDoubleFunction<Machine> idealSeconds) {
        return targets().stream()
                .filter(machine -> machine.isComplete() && isSlow(machine.spec()) == isSlow)
                .mapToDouble(machine -> machine.elapsedSeconds() / idealSeconds.applyAsDouble(machine))
                .sorted()
                .toArray();
    }

    private static double atShare(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))];
    }

    private double ownIdealSeconds(MachineSpec spec) {
        return spec.idealSeconds(scenario.grid().totalBytes());
    }

    private boolean isSlow(MachineSpec spec) {
        return ownIdealSeconds(spec) > 1.01 * scenario.idealSeconds();
    }
}
