package ezio.shell.command;

import ezio.core.swarm.NetworkRange;
import ezio.core.swarm.Pacing;
import ezio.core.swarm.SwarmSettings;
import ezio.core.swarm.policy.SlowStart;
import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.core.unit.TimeSpan;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** How a daemon's node uses the network and the machine: EZIO's flags, as EZIO reads them, and ours. */
final class DaemonOptions {

    // What libtorrent listens on where EZIO is told nothing.
    static final int USUAL_PORT = 6881;
    // What the launcher gives the JVM for buffers, less what is not the cache.
    private static final long LARGEST_CACHE_BYTES = ByteSize.mib(7 << 10).bytes();

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            description = "port for peers; default, and 0: 6881 if it is free, else any")
    private int port;

    @Option(names = "--peer-listen", paramLabel = "ADDRESS", description = "accept peers at that address only")
    private String peerListen;

    @Option(
            names = "--allow-net",
            paramLabel = "NETWORK",
            description = "exchange with peers of 10.0.0.0/8 or the like only; may be given again")
    private List<NetworkRange> networks = List.of();

    @Option(
            names = "--cache-size",
            paramLabel = "SIZE",
            description = "memory for pieces; a plain number is MiB; default: an eighth of the RAM, 128MiB to 192MiB")
    private String cacheSize;

    @Option(
            names = "--aio-threads",
            paramLabel = "N",
            description = "threads that wait for disks; default: two for each core, 4 or more")
    private Integer ioThreads;

    @Option(
            names = "--hashing-threads",
            paramLabel = "N",
            description = "threads that hash; default: one for each core")
    private Integer hashingThreads;

    @Option(
            names = "--slow-start",
            description =
                    "send 10 MiB/s at first, 10 MiB/s more after each period, and without a limit after 100 MiB/s")
    private boolean slowStart;

    @Option(
            names = "--slow-start-period",
            paramLabel = "TIME",
            description = "how long a step of the slow start lasts; a plain number is seconds; default: 10s")
    private String period;

    @Option(names = "--upload-limit", paramLabel = "RATE", description = "send no more than that; default: no limit")
    private Rate upload = Rate.ZERO;

    @Option(names = "--download-limit", paramLabel = "RATE", description = "fetch no more than that; default: no limit")
    private Rate download = Rate.ZERO;

    @Option(
            names = "--local-discovery",
            description = "ask the local network for peers too, by multicast; not for private torrents")
    private boolean isLocalDiscoveryOn;

    /** Returns whether the port may give way to another one. */
    boolean isPortFree() {
        return port == 0;
    }

    SwarmSettings settings() {
        SwarmSettings settings = SwarmSettings.defaults();
        try {
            settings = settings.withPort(port == 0 ? USUAL_PORT : port)
                    .withThreads(
                            hashingThreads == null ? settings.hashingThreads() : hashingThreads,
                            ioThreads == null ? settings.ioThreads() : ioThreads)
                    .withCacheBytes(cacheSize == null ? settings.cacheBytes() : cacheBytes())
                    .withPacing(new Pacing(upload, download, slowStart ? slowStartPeriod() : Duration.ZERO))
                    .withLocalDiscovery(isLocalDiscoveryOn)
                    .withAllowedNetworks(networks);
        } catch (IllegalArgumentException e) {
            throw new UsageProblem(e.getMessage(), null);
        }
        return peerListen == null ? settings : settings.withListenAddress(address(peerListen));
    }

    private long cacheBytes() {
        // Clonezilla says a quarter of the RAM, whatever that is.
        long bytes = cacheSize.matches("\\d{1,9}")
                ? ByteSize.mib(Integer.parseInt(cacheSize)).bytes()
                : ByteSize.parse(cacheSize).bytes();
        return Math.min(bytes, LARGEST_CACHE_BYTES);
    }

    private Duration slowStartPeriod() {
        if (period == null) {
            return SlowStart.USUAL_PERIOD;
        }
        Duration each =
                period.matches("\\d{1,6}") ? Duration.ofSeconds(Integer.parseInt(period)) : TimeSpan.parse(period);
        if (each.isZero()) {
            throw new UsageProblem("--slow-start-period: must be above zero", null);
        }
        return each;
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new UsageProblem("--peer-listen: \"" + text + "\" is no address", "write it like 10.0.0.1");
        }
    }
}
