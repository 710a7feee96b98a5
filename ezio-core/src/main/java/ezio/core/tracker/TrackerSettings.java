package ezio.core.tracker;

import ezio.core.torrent.InfoHash;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * How a {@link Tracker} listens, and what it serves.
 *
 * @param listenAddress empty for all interfaces, IPv4 and IPv6
 * @param port 0 for any free port, else exactly this one
 * @param torrentsDirectory whose .torrent files are handed out; empty for none
 * @param allowedTorrents those that may be announced; empty for any
 */
public record TrackerSettings(
        Optional<InetAddress> listenAddress,
        int port,
        Optional<Path> torrentsDirectory,
        AnnouncePolicy announces,
        Optional<Set<InfoHash>> allowedTorrents) {

    /** The port that trackers are expected on. */
    public static final int DEFAULT_PORT = 6969;

    public TrackerSettings {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not in 0 to 65535");
        }
        allowedTorrents = allowedTorrents.map(Set::copyOf);
    }

    /** Returns a tracker for any torrent, on all interfaces, on {@link #DEFAULT_PORT}. */
    public static TrackerSettings defaults() {
        return new TrackerSettings(
                Optional.empty(), DEFAULT_PORT, Optional.empty(), AnnouncePolicy.defaults(), Optional.empty());
    }

    public TrackerSettings withListenAddress(InetAddress address) {
        return new TrackerSettings(Optional.of(address), port, torrentsDirectory, announces, allowedTorrents);
    }

    public TrackerSettings withPort(int newPort) {
        return new TrackerSettings(listenAddress, newPort, torrentsDirectory, announces, allowedTorrents);
    }

    public TrackerSettings withTorrentsDirectory(Path directory) {
        return new TrackerSettings(listenAddress, port, Optional.of(directory), announces, allowedTorrents);
    }

    public TrackerSettings withAnnounces(AnnouncePolicy policy) {
        return new TrackerSettings(listenAddress, port, torrentsDirectory, policy, allowedTorrents);
    }

    public TrackerSettings withAllowedTorrents(Set<InfoHash> torrents) {
        return new TrackerSettings(listenAddress, port, torrentsDirectory, announces, Optional.of(torrents));
    }
}
