package ezio.core.tracker;

/**
 * What a tracker keeps at most, so that nobody can exhaust its memory; a peer takes about half a KiB.
 *
 * @param torrents swarms, empty ones counted; an empty one makes room for a new one
 * @param peersPerTorrent in one swarm
 * @param peers in all swarms
 */
record SwarmLimits(int torrents, int peersPerTorrent, int peers) {

    static SwarmLimits defaults() {
        return new SwarmLimits(1_000, 5_000, 20_000);
    }
}
