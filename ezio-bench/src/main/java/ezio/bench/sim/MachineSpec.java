package ezio.bench.sim;

import ezio.core.swarm.SwarmSettings;

/**
 * What a machine is like.
 *
 * @param linkBytesPerSecond payload that its link carries in each direction: the rate without the links' overhead
 * @param diskBytesPerSecond what its disk writes
 * @param settings how the program was started; its cache, connections and uploads count here
 * @param isSequential it fetches pieces in order
 * @param joinsNs when it starts
 * @param diesNs when it goes without a word; {@link #NEVER} for never
 */
record MachineSpec(
        boolean isSeeder,
        double linkBytesPerSecond,
        double diskBytesPerSecond,
        SwarmSettings settings,
        boolean isSequential,
        long joinsNs,
        long diesNs) {

    static final long NEVER = Long.MAX_VALUE;
    private static final double FAST_DISK = 500e6;

    /** Returns a machine without fault, there from the start. */
    static MachineSpec usual(
            boolean isSeeder, double linkBytesPerSecond, SwarmSettings settings, boolean isSequential) {
        return new MachineSpec(isSeeder, linkBytesPerSecond, FAST_DISK, settings, isSequential, 0, NEVER);
    }

    MachineSpec withLink(double bytesPerSecond) {
        return new MachineSpec(isSeeder, bytesPerSecond, diskBytesPerSecond, settings, isSequential, joinsNs, diesNs);
    }

    MachineSpec withDisk(double bytesPerSecond) {
        return new MachineSpec(isSeeder, linkBytesPerSecond, bytesPerSecond, settings, isSequential, joinsNs, diesNs);
    }

    MachineSpec joiningAt(long ns) {
        return new MachineSpec(isSeeder, linkBytesPerSecond, diskBytesPerSecond, settings, isSequential, ns, diesNs);
    }

    MachineSpec dyingAt(long ns) {
        return new MachineSpec(isSeeder, linkBytesPerSecond, diskBytesPerSecond, settings, isSequential, joinsNs, ns);
    }

    boolean dies() {
        return diesNs != NEVER;
    }

    /** Returns the least time in which so much can get to its disk. */
    double idealSeconds(long bytes) {
        return bytes / Math.min(linkBytesPerSecond * Scenario.OVERHEAD, diskBytesPerSecond);
    }
}
