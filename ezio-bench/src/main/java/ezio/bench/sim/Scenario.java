package ezio.bench.sim;

import ezio.core.swarm.SwarmSettings;
import ezio.core.swarm.policy.PieceGrid;
import java.util.ArrayList;
import java.util.List;

/**
 * One deployment: a seeder, and targets with what goes wrong among them.
 *
 * @param linkBytesPerSecond the line rate of every machine, each way
 * @param settings of every machine's program
 * @param isSequential the targets fetch in order
 * @param seed of everything that is random
 */
record Scenario(
        int targets,
        PieceGrid grid,
        double linkBytesPerSecond,
        Trouble trouble,
        SwarmSettings settings,
        boolean isSequential,
        long seed) {

    /** Bytes on a link for each byte of payload: headers of Ethernet, IP, TCP and messages, as measured in the lab. */
    static final double OVERHEAD = 1.047;

    private static final long CACHE_BYTES = 192L << 20;

    /** Returns a deployment with the program's defaults on machines of 2 GiB or more. */
    static Scenario usual(int targets, PieceGrid grid, double linkBytesPerSecond, Trouble trouble, long seed) {
        SwarmSettings settings = SwarmSettings.defaults().withCacheBytes(CACHE_BYTES);
        return new Scenario(targets, grid, linkBytesPerSecond, trouble, settings, false, seed);
    }

    Scenario withSeed(long newSeed) {
        return new Scenario(targets, grid, linkBytesPerSecond, trouble, settings, isSequential, newSeed);
    }

    Scenario withUploads(int most) {
        SwarmSettings changed = settings.withLimits(settings.maxConnections(), most);
        return new Scenario(targets, grid, linkBytesPerSecond, trouble, changed, isSequential, seed);
    }

    Scenario inSequence() {
        return new Scenario(targets, grid, linkBytesPerSecond, trouble, settings, true, seed);
    }

    /** Returns payload / link rate. */
    double idealSeconds() {
        return grid.totalBytes() / linkBytesPerSecond;
    }

    /** Returns the seeder, then the targets. */
    List<MachineSpec> machines() {
        List<MachineSpec> machines = new ArrayList<>(targets + 1);
        machines.add(MachineSpec.usual(true, linkBytesPerSecond / OVERHEAD, settings, false));
        MachineSpec usual = MachineSpec.usual(false, linkBytesPerSecond / OVERHEAD, settings, isSequential);
        machines.addAll(trouble.targets(targets, usual, idealSeconds()));
        return machines;
    }
}
