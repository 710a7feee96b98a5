package ezio.daemon;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a daemon may be spoken to, and what it does for whom.
 *
 * @param listen where calls are accepted; port 0 for any free one
 * @param asSlices EZIO's clients mean directories of slices, not devices
 * @param tls empty for calls in the clear
 * @param token what clients must know
 * @param isOpen listens beyond this machine without TLS and without knowing its clients
 * @param allowedPaths the directories that images may be in; none for all
 * @param mostTorrentBytes a larger .torrent is refused
 * @param version what clients are told
 */
public record DaemonSettings(
        InetSocketAddress listen,
        boolean asSlices,
        Optional<Tls> tls,
        Optional<Token> token,
        boolean isOpen,
        List<Path> allowedPaths,
        int mostTorrentBytes,
        String version) {

    /** 128 MiB: twice what half a million extents take. */
    public static final int USUAL_TORRENT_BYTES = 128 << 20;

    /**
     * Files in PEM.
     *
     * @param clientCa certificates that those of clients must be signed by; empty to ask them for none
     */
    public record Tls(Path certificate, Path key, Optional<Path> clientCa) {}

    public DaemonSettings {
        allowedPaths = List.copyOf(allowedPaths);
    }

    /** Returns settings for a daemon that only this machine reaches. */
    public static DaemonSettings of(InetSocketAddress listen, String version) {
        return new DaemonSettings(
                listen, false, Optional.empty(), Optional.empty(), false, List.of(), USUAL_TORRENT_BYTES, version);
    }

    public DaemonSettings withSlices(boolean newAsSlices) {
        return new DaemonSettings(listen, newAsSlices, tls, token, isOpen, allowedPaths, mostTorrentBytes, version);
    }

    public DaemonSettings withTls(Optional<Tls> newTls) {
        return new DaemonSettings(listen, asSlices, newTls, token, isOpen, allowedPaths, mostTorrentBytes, version);
    }

    public DaemonSettings withToken(Optional<Token> newToken) {
        return new DaemonSettings(listen, asSlices, tls, newToken, isOpen, allowedPaths, mostTorrentBytes, version);
    }

    public DaemonSettings withOpen(boolean newIsOpen) {
        return new DaemonSettings(listen, asSlices, tls, token, newIsOpen, allowedPaths, mostTorrentBytes, version);
    }

    public DaemonSettings withAllowedPaths(List<Path> paths) {
        return new DaemonSettings(listen, asSlices, tls, token, isOpen, paths, mostTorrentBytes, version);
    }

    public DaemonSettings withMostTorrentBytes(int bytes) {
        return new DaemonSettings(listen, asSlices, tls, token, isOpen, allowedPaths, bytes, version);
    }

    /**
     * Finds what would let strangers overwrite disks.
     *
     * @throws DaemonProblem if it listens beyond this machine without knowing who speaks
     */
    public void check() {
        if (isOpen || listen.getAddress().isLoopbackAddress()) {
            return;
        }
        DaemonAddress where = DaemonAddress.of(listen.getAddress().getHostAddress(), listen.getPort());
        if (tls.isEmpty()) {
            throw DaemonProblem.bad(
                    "whoever reaches " + where + " could overwrite this machine's disks",
                    "add --tls-cert, --tls-key and --client-ca or --token-file; or --insecure, if that is meant");
        }
        if (tls.get().clientCa().isEmpty() && token.isEmpty()) {
            throw DaemonProblem.bad(
                    "whoever reaches " + where + " could overwrite this machine's disks: TLS alone keeps nobody out",
                    "add --client-ca or --token-file; or --insecure, if that is meant");
        }
    }
}
