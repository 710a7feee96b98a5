package ezio.core.swarm;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * How a {@link SwarmNode} uses the machine and the network.
 *
 * @param listenAddress the interface to accept peers on; empty for all of them
 * @param port 0 for any free port, else exactly this one
 * @param cacheBytes the one memory budget: pieces being received, waiting for the disk, and read for peers
 * @param hashingThreads 1 or more
 * @param ioThreads threads that wait for disks, 1 or more
 * @param maxConnections peers of one image
 * @param maxUploads peers of one image that are served at the same time
 * @param pacing how fast the node may be
 * @param isLocalDiscoveryOn ask the local network for peers (BEP 14), beside trackers
 * @param allowedNetworks the only ones that peers may be in; none for all
 */
public record SwarmSettings(
        Optional<InetAddress> listenAddress,
        int port,
        long cacheBytes,
        int hashingThreads,
        int ioThreads,
        int maxConnections,
        int maxUploads,
        Pacing pacing,
        boolean isLocalDiscoveryOn,
        List<NetworkRange> allowedNetworks) {

    private static final long MIB = 1L << 20;
    private static final long LEAST_DEFAULT_BYTES = 128 * MIB;
    // A disk that is slower than the network fills whatever there is. More was measured to buy nothing: what waits for
    // it waits no shorter in a longer queue, and a process should stay below 300 MiB
    // (docs/adr/20261121-one-memory-budget.md).
    private static final long MOST_DEFAULT_BYTES = 192 * MIB;

    public SwarmSettings {
        allowedNetworks = List.copyOf(allowedNetworks);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not in 0 to 65535");
        }
        if (cacheBytes < 32 * MIB) {
            throw new IllegalArgumentException("cache size " + cacheBytes / MIB + " MiB is below 32 MiB");
        }
        if (hashingThreads < 1 || ioThreads < 1 || maxConnections < 1 || maxUploads < 1) {
            throw new IllegalArgumentException("thread, connection and upload counts start at 1");
        }
    }

    /** Returns settings for this machine: an eighth of its memory (128 to 192 MiB), one hashing thread for each core. */
    public static SwarmSettings defaults() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new SwarmSettings(
                Optional.empty(),
                0,
                defaultCacheBytes(),
                cores,
                Math.max(4, 2 * cores),
                200,
                16,
                Pacing.NONE,
                false,
                List.of());
    }

    private static long defaultCacheBytes() {
        long memory = ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        return Math.max(LEAST_DEFAULT_BYTES, Math.min(MOST_DEFAULT_BYTES, memory / 8));
    }

    public SwarmSettings withPort(int newPort) {
        return new SwarmSettings(
                listenAddress,
                newPort,
                cacheBytes,
                hashingThreads,
                ioThreads,
                maxConnections,
                maxUploads,
                pacing,
                isLocalDiscoveryOn,
                allowedNetworks);
    }

    public SwarmSettings withListenAddress(InetAddress address) {
        return new SwarmSettings(
                Optional.of(address),
                port,
                cacheBytes,
                hashingThreads,
                ioThreads,
                maxConnections,
                maxUploads,
                pacing,
                isLocalDiscoveryOn,
                allowedNetworks);
    }

    public SwarmSettings withCacheBytes(long bytes) {
        return new SwarmSettings(
                listenAddress,
                port,
                bytes,
                hashingThreads,
                ioThreads,
                maxConnections,
                maxUploads,
                pacing,
                isLocalDiscoveryOn,
                allowedNetworks);
    }

    public SwarmSettings withThreads(int hashing, int io) {
        return new SwarmSettings(
                listenAddress,
                port,
                cacheBytes,
                hashing,
                io,
                maxConnections,
                maxUploads,
                pacing,
                isLocalDiscoveryOn,
                allowedNetworks);
    }

    public SwarmSettings withLimits(int connections, int uploads) {
        return new SwarmSettings(
                listenAddress,
                port,
                cacheBytes,
                hashingThreads,
                ioThreads,
                connections,
                uploads,
                pacing,
                isLocalDiscoveryOn,
                allowedNetworks);
    }

    public SwarmSettings withPacing(Pacing newPacing) {
        return new SwarmSettings(
                listenAddress,
                port,
                cacheBytes,
                hashingThreads,
                ioThreads,
                maxConnections,
                maxUploads,
                newPacing,
                isLocalDiscoveryOn,
                allowedNetworks);
    }

    public SwarmSettings withLocalDiscovery(boolean isOn) {
        return new SwarmSettings(
                listenAddress,
                port,
                cacheBytes,
                hashingThreads,
                ioThreads,
                maxConnections,
                maxUploads,
                pacing,
                isOn,
                allowedNetworks);
    }

    public SwarmSettings withAllowedNetworks(List<NetworkRange> networks) {
        return new SwarmSettings(
                listenAddress,
                port,
                cacheBytes,
                hashingThreads,
                ioThreads,
                maxConnections,
                maxUploads,
                pacing,
                isLocalDiscoveryOn,
                networks);
    }

    /** Returns whether a peer may have that address. */
    public boolean allows(InetAddress address) {
        return allowedNetworks.isEmpty() || allowedNetworks.stream().anyMatch(network -> network.contains(address));
    }
}
