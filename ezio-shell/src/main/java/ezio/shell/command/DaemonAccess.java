package ezio.shell.command;

import ezio.core.unit.ByteSize;
import ezio.daemon.DaemonAddress;
import ezio.daemon.DaemonSettings;
import ezio.daemon.Token;
import ezio.shell.env.Env;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who may tell a daemon what to do, and what it does for them. */
final class DaemonAccess {

    @Option(
            names = {"-l", "--listen"},
            paramLabel = "ADDRESS:PORT",
            description = "accept calls there; default: 127.0.0.1:50051, which only this machine reaches")
    private String listen = "127.0.0.1:" + DaemonAddress.USUAL_PORT;

    @Option(
            names = {"-F", "--file"},
            description =
                    "the paths of EZIO's clients are directories that hold slices by the torrent's name, no devices")
    private boolean slices;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "this daemon's certificate, PEM")
    private String certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "its key, PEM")
    private String key;

    @Option(
            names = "--client-ca",
            paramLabel = "FILE",
            description = "clients need a certificate that one of these has signed, PEM")
    private String clientCa;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "clients need the token that is the first line of this file")
    private String tokenFile;

    @Option(
            names = "--insecure",
            description = "accept calls from other machines without knowing whose they are: they can overwrite disks")
    private boolean insecure;

    @Option(
            names = "--allow-path",
            paramLabel = "DIR",
            description = "images may be in there only, links followed; may be given again")
    private List<String> allowedPaths = List.of();

    @Option(
            names = "--max-torrent-size",
            paramLabel = "SIZE",
            description = "refuse larger .torrent files; 1MiB to 256MiB, default: 128MiB")
    private ByteSize mostTorrent = ByteSize.mib(128);

    DaemonSettings settings(Env env, String version) {
        DaemonSettings settings = DaemonSettings.of(address(listen), version)
                .withSlices(slices)
                .withOpen(insecure)
                .withTls(tls(env))
                .withToken(Optional.ofNullable(tokenFile).map(file -> Token.read(env.path(file))))
                .withAllowedPaths(allowedPaths.stream().map(env::path).toList())
                .withMostTorrentBytes(torrentBytes());
        settings.check();
        return settings;
    }

    private Optional<DaemonSettings.Tls> tls(Env env) {
        if ((certificate == null) != (key == null)) {
            throw new UsageProblem("--tls-cert and --tls-key go together", null);
        }
        if (certificate == null) {
            if (clientCa != null) {
                throw new UsageProblem("--client-ca needs --tls-cert and --tls-key", null);
            }
            return Optional.empty();
        }
        Optional<Path> ca = Optional.ofNullable(clientCa).map(env::path);
        return Optional.of(new DaemonSettings.Tls(env.path(certificate), env.path(key), ca));
    }

    private int torrentBytes() {
        if (mostTorrent.compareTo(ByteSize.mib(1)) < 0 || mostTorrent.compareTo(ByteSize.mib(256)) > 0) {
            throw new UsageProblem("--max-torrent-size: " + mostTorrent + " is not in 1MiB to 256MiB", null);
        }
        return (int) mostTorrent.bytes();
    }

    /** Reads "127.0.0.1:50051"; port 0 is any free one. */
    static InetSocketAddress address(String text) {
        if (text.endsWith(":0")) {
            InetSocketAddress first = HostPort.parse(text.substring(0, text.length() - 1) + "1");
            return new InetSocketAddress(first.getAddress(), 0);
        }
        return HostPort.parse(text);
    }
}
