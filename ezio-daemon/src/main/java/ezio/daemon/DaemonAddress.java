package ezio.daemon;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a daemon is, and how to speak to it.
 *
 * @param host a name or an address, without brackets
 * @param port 1 to 65535
 * @param serverCa a file of certificates that the daemon's one must be signed by; empty: no TLS
 * @param clientCertificate who we are, for daemons that ask for it
 * @param token what the daemon wants to hear from its clients
 */
public record DaemonAddress(
        String host,
        int port,
        Optional<Path> serverCa,
        Optional<ClientCertificate> clientCertificate,
        Optional<Token> token) {

    /** Where EZIO and a daemon of ours listen when nothing is said. */
    public static final int USUAL_PORT = 50051;

    /** Files in PEM. */
    public record ClientCertificate(Path certificate, Path key) {}

    /** Returns the address without TLS and token. */
    public static DaemonAddress of(String host, int port) {
        return new DaemonAddress(host, port, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
