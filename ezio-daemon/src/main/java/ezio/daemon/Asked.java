package ezio.daemon;

import ezio.core.disk.Refusal;
import ezio.core.swarm.StopRule;
import ezio.core.torrent.InfoHash;
import ezio.core.torrent.TorrentFiles;
import ezio.core.torrent.TorrentSpec;
import ezio.protocol.node.Doubt;
import ezio.protocol.node.Fill;
import ezio.protocol.node.Limits;
import ezio.protocol.node.RestoreOrder;
import ezio.protocol.node.SeedRequest;
import ezio.verb.SliceDirectory;
import ezio.verb.live.LiveImage;
import ezio.verb.live.LiveNode;
import ezio.verb.live.SeedOrder;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a client asks for; every slip is a {@link DaemonProblem} that says what was meant. */
final class Asked {

    private static final Pattern HOST_PORT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.%\\w]+)]|([^:\\[\\]\\s]+)):(\\d{1,5})");
    private static final int MOST_THREADS = 256;

    private final int mostTorrentBytes;
    private final AllowedPaths paths;

    Asked(int mostTorrentBytes, AllowedPaths paths) {
        this.mostTorrentBytes = mostTorrentBytes;
        this.paths = paths;
    }

    /**
     * Returns the image with that info-hash.
     *
     * @throws DaemonProblem if the text is none, or nothing here has it
     */
    static LiveImage image(LiveNode node, String hash) {
        return node.find(hash(hash)).orElseThrow(() -> DaemonProblem.noImage(hash));
    }

    /** Reads an info-hash in either case. */
    static InfoHash hash(String text) {
        try {
            return new InfoHash(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw DaemonProblem.badHash(text);
        }
    }

    TorrentSpec torrent(com.google.protobuf.ByteString bytes) {
        if (bytes.size() > mostTorrentBytes) {
            throw DaemonProblem.tooLarge(bytes.size(), mostTorrentBytes);
        }
        return TorrentFiles.parse(bytes.toByteArray(), "the torrent");
    }

    SeedOrder seed(SeedRequest request) {
        TorrentSpec torrent = torrent(request.getTorrent());
        SeedOrder order = SeedOrder.of(torrent, path(request.getPath(), torrent, request.getAsSlices()))
                .withSlices(request.getAsSlices())
                .withDoubt(doubt(request.getDoubt()))
                .withStopRule(stopRule(request.getStopRule()))
                .withPeers(peers(request.getPeersList()))
                .withLimits(
                        limit("max_uploads", request.getLimits().getMaxUploads()),
                        limit("max_connections", request.getLimits().getMaxConnections()));
        return order.withThreads(threads(request.getHashingThreads()));
    }

    ezio.verb.live.RestoreOrder restore(RestoreOrder request) {
        Limits limits = request.getLimits();
        Set<Path> overwrite = new HashSet<>();
        request.getOverwriteList().forEach(text -> overwrite.add(absolute(text)));
        TorrentSpec torrent = torrent(request.getTorrent());
        return ezio.verb.live.RestoreOrder.of(torrent, path(request.getPath(), torrent, request.getAsSlices()))
                .withSlices(request.getAsSlices())
                .withOverwrite(overwrite)
                .withAllowed(allowed(request.getAllowList()))
                .withCreateBytes(
                        request.hasCreateBytes()
                                ? OptionalLong.of(size(request.getCreateBytes()))
                                : OptionalLong.empty())
                .withFill(fill(request.getFill()))
                .withSequential(request.getSequential())
                .withStopRule(stopRule(request.getStopRule()))
                .withPeers(peers(request.getPeersList()))
                .withLimits(
                        limit("max_uploads", limits.getMaxUploads()),
                        limit("max_connections", limits.getMaxConnections()));
    }

    /** Reads a path of this machine that may be used; of slices, the directory that has them too. */
    Path path(String text, TorrentSpec torrent, boolean asSlices) {
        Path path = absolute(text);
        check(path, torrent, asSlices);
        return path;
    }

    /**
     * @throws DaemonProblem if this daemon may not use that path; of slices, the directory that has or gets them too
     */
    void check(Path path, TorrentSpec torrent, boolean asSlices) {
        paths.check(path);
        if (asSlices || Files.isDirectory(path)) {
            paths.check(SliceDirectory.find(path, torrent));
            paths.check(SliceDirectory.forWriting(path, torrent));
        }
    }

    private static Path absolute(String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw DaemonProblem.bad("a path holds a zero byte", null);
        }
        throw DaemonProblem.bad("the path \"" + text + "\" is not absolute", "a daemon has its own directory");
    }

    static int threads(int given) {
        if (given < 0 || given > MOST_THREADS) {
            throw DaemonProblem.bad("hashing_threads: " + given + " is not in 0 to " + MOST_THREADS, null);
        }
        return given == 0 ? Runtime.getRuntime().availableProcessors() : given;
    }

    private static long size(long bytes) {
        if (bytes < 0) {
            throw DaemonProblem.bad("create_bytes: " + bytes + " is below zero", null);
        }
        return bytes;
    }

    private static OptionalInt limit(String name, int given) {
        if (given < 0) {
            throw DaemonProblem.bad(name + ": " + given + " is below zero", null);
        }
        return given == 0 ? OptionalInt.empty() : OptionalInt.of(given);
    }

    private static StopRule stopRule(String text) {
        try {
            return text.isEmpty() ? StopRule.NEVER : StopRule.parse(text);
        } catch (IllegalArgumentException e) {
            throw DaemonProblem.bad("stop_rule: " + e.getMessage(), null);
        }
    }

    static List<InetSocketAddress> peers(List<String> texts) {
        return texts.stream().map(Asked::peer).toList();
    }

    private static InetSocketAddress peer(String text) {
        Matcher m = HOST_PORT.matcher(text);
        if (!m.matches() || Integer.parseInt(m.group(3)) < 1 || Integer.parseInt(m.group(3)) > 65535) {
            throw DaemonProblem.bad(
                    "\"" + text + "\" is not HOST:PORT", "write it like 10.0.0.1:6891 or [fe80::1]:6891");
        }
        InetSocketAddress address =
                new InetSocketAddress(m.group(1) != null ? m.group(1) : m.group(2), Integer.parseInt(m.group(3)));
        if (address.isUnresolved()) {
            throw DaemonProblem.bad("no machine is named " + address.getHostString(), null);
        }
        return address;
    }

    private static Set<Refusal> allowed(List<String> ids) {
        Set<Refusal> allowed = EnumSet.noneOf(Refusal.class);
        for (String id : ids) {
            allowed.add(Refusal.byId(id)
                    .filter(Refusal::canBeAllowed)
                    .orElseThrow(() -> DaemonProblem.bad("\"" + id + "\" is nothing that can be allowed", null)));
        }
        return allowed;
    }

    private static ezio.verb.live.Doubt doubt(Doubt doubt) {
        return switch (doubt) {
            case AS_KNOWN -> ezio.verb.live.Doubt.AS_KNOWN;
            case TRUST -> ezio.verb.live.Doubt.TRUST;
            case CHECK -> ezio.verb.live.Doubt.CHECK;
            case UNRECOGNIZED -> throw DaemonProblem.bad("doubt: nothing that this daemon knows", null);
        };
    }

    private static ezio.verb.live.Fill fill(Fill fill) {
        return switch (fill) {
            case RESUME -> ezio.verb.live.Fill.RESUME;
            case EMPTY -> ezio.verb.live.Fill.EMPTY;
            case RECHECK -> ezio.verb.live.Fill.RECHECK;
            case UNRECOGNIZED -> throw DaemonProblem.bad("fill: nothing that this daemon knows", null);
        };
    }
}
