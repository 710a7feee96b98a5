package ezio.core.swarm.policy;

/**
 * Among how many of the lowest missing pieces one is chosen when they are fetched in order. Targets that all fetched the
 * lowest one would have nothing to give to each other.
 */
final class SequentialWindow {

    // Simulated, 512 MiB in pieces of 1 MiB at 200 Mbit/s, 2, 4, 8 and 16 targets: with the lowest piece only 1.41,
    // 1.69, 2.33
    // and 2.00 times payload / rate; with 8 for each target 1.08, 1.11, 1.12 and 1.18; in any order 1.05, 1.07, 1.09
    // and 1.13.
    private static final int PIECES_PER_TARGET = 8;
    private static final int MOST = 64;

    private SequentialWindow() {}

    /**
     * @param otherTargets that are connected
     * @return 1 without others: strictly in order
     */
    static int pieces(int otherTargets) {
        return otherTargets == 0 ? 1 : Math.min(MOST, PIECES_PER_TARGET * (otherTargets + 1));
    }
}
