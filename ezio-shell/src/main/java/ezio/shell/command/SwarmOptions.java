package ezio.shell.command;

import ezio.core.problem.ListenFailure;
import ezio.core.swarm.SwarmSettings;
import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.ByteSize;
import ezio.shell.job.LiveSession;
import ezio.verb.live.LiveNode;
import ezio.verb.live.Node;
import ezio.verb.live.Workplace;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a node uses the network and the machine. */
final class SwarmOptions {

    // What the launcher gives the JVM for buffers, less what is not the cache.
    private static final ByteSize LARGEST_CACHE = ByteSize.mib(7 << 10);

    @Option(names = "--port", paramLabel = "N", description = "port for peers, 0 for any; default: 6891 if it is free")
    private Integer port;

    @Mixin
    private ListenOption listen = new ListenOption();

    @Option(names = "--peer", paramLabel = "HOST:PORT", description = "a peer to connect to; may be given again")
    private List<String> peers = List.of();

    @Option(
            names = "--cache-size",
            paramLabel = "SIZE",
            description = "memory for pieces; default: an eighth of the RAM, 128MiB to 192MiB")
    private ByteSize cacheSize;

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
            names = "--max-uploads",
            paramLabel = "N",
            description = "peers of an image that are served at once; default: 16")
    private Integer maxUploads;

    @Option(names = "--max-connections", paramLabel = "N", description = "peers of an image; default: 200")
    private Integer maxConnections;

    @Option(
            names = "--local-discovery",
            description = "ask the local network for peers too, by multicast; not for private torrents")
    private boolean isLocalDiscoveryOn;

    @Mixin
    private PacingOptions pacing = new PacingOptions();

    /**
     * Opens a node, or takes the one of the session. The port that nobody has named gives way to any free one.
     *
     * @throws ezio.shell.job.NodeSettingsDiffer if the session has a node with other settings
     */
    NodeHold hold(Session session, Workplace place) {
        if (session.live().isEmpty()) {
            return new NodeHold(start(session, settings(), place), true, true);
        }
        AtomicBoolean isNew = new AtomicBoolean();
        Node node = session.live().get().node(this::settings, settings -> {
            isNew.set(true);
            return start(session, settings, place);
        });
        return new NodeHold(node, false, isNew.get());
    }

    private LiveNode start(Session session, SwarmSettings settings, Workplace place) {
        LiveNode node;
        try {
            node = LiveNode.start(settings, place);
        } catch (ListenFailure e) {
            if (port != null || settings.port() != LiveSession.USUAL_PORT) {
                throw e;
            }
            node = LiveNode.start(settings.withPort(0), place);
            session.note(
                    "listen",
                    "port " + LiveSession.USUAL_PORT + " is taken; peers are accepted on port " + node.port());
        }
        return node;
    }

    /** Returns whether the port was asked for, and may not give way to another. */
    boolean isPortGiven() {
        return port != null;
    }

    List<InetSocketAddress> peers() {
        return peers.stream().map(HostPort::parse).toList();
    }

    /** Returns whether there is a way to peers of a torrent that names no tracker. */
    boolean findsPeers(TorrentSpec torrent) {
        return !peers.isEmpty() || isLocalDiscoveryOn && !torrent.isPrivate();
    }

    ListenOption listen() {
        return listen;
    }

    /** Returns how many peers of an image are served at once, where that was asked for. */
    OptionalInt maxUploads() {
        return maxUploads == null ? OptionalInt.empty() : OptionalInt.of(maxUploads);
    }

    /** Returns how many peers an image may have, where that was asked for. */
    OptionalInt maxConnections() {
        return maxConnections == null ? OptionalInt.empty() : OptionalInt.of(maxConnections);
    }

    /** Returns what was asked for, with defaults for the rest; finds what cannot be. */
    SwarmSettings settings() {
        return settings(SwarmSettings.defaults().withPort(LiveSession.USUAL_PORT));
    }

    private SwarmSettings settings(SwarmSettings otherwise) {
        SwarmSettings settings = otherwise;
        if (cacheSize != null && cacheSize.compareTo(LARGEST_CACHE) > 0) {
            throw new UsageProblem("--cache-size: " + cacheSize + " is above " + LARGEST_CACHE, null);
        }
        try {
            settings = settings.withPort(or(port, settings.port()))
                    .withThreads(or(hashingThreads, settings.hashingThreads()), or(ioThreads, settings.ioThreads()))
                    .withPacing(pacing.pacing(settings.pacing()))
                    .withLocalDiscovery(isLocalDiscoveryOn || settings.isLocalDiscoveryOn())
                    .withCacheBytes(cacheSize == null ? settings.cacheBytes() : cacheSize.bytes());
            // These are for the images of this command, and are checked with the rest.
            var unused = settings.withLimits(
                    or(maxConnections, settings.maxConnections()), or(maxUploads, settings.maxUploads()));
        } catch (IllegalArgumentException e) {
            throw new UsageProblem(e.getMessage(), null);
        }
        return listen.address().map(settings::withListenAddress).orElse(settings);
    }

    private static int or(Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }
}
