package ezio.core.swarm;

import ezio.core.swarm.store.DiskMeter;

/**
 * How busy a node is at one moment, all its images together.
 *
 * @param poolBytes of the memory for pieces, how much is in use
 * @param hashQueue pieces that wait for a thread that hashes
 * @param ioQueue reads, and images with something to write, that wait for a thread that waits for disks
 * @param writeQueue verified pieces that are to be written
 */
public record NodeLoad(
        long poolBytes,
        int hashQueue,
        int ioQueue,
        long writeQueue,
        DiskMeter.Accesses reads,
        DiskMeter.Accesses writes) {}
