package ezio.daemon;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final Pattern TEXT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.%\\w]+)]|([^:\\[\\]\\s/]+))(?::(\\d{1,5}))?");

    /** Files in PEM. */
    public record ClientCertificate(Path certificate, Path key) {}

    /** Returns the address without TLS and token. */
    public static DaemonAddress of(String host, int port) {
        return new DaemonAddress(host, port, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Reads "10.0.0.5:50051", "lab-07", "[fe80::1]:50051"; where no port is said, it is the usual one.
     *
     * @param what what the text is, for the words of the problem: "--daemon"
     * @throws DaemonProblem if the text is none of these
     */
    public static DaemonAddress parse(String what, String text) {
        Matcher m = TEXT.matcher(text);
        int port = m.matches() && m.group(3) != null ? Integer.parseInt(m.group(3)) : USUAL_PORT;
        if (!m.matches() || port < 1 || port > 65535) {
            throw DaemonProblem.bad(
                    what + ": \"" + text + "\" is not HOST:PORT", "write it like 10.0.0.5:50051 or [fe80::1]:50051");
        }
        return of(m.group(1) != null ? m.group(1) : m.group(2), port);
    }

    /** Returns this way to speak to the daemon that is elsewhere. */
    public DaemonAddress at(DaemonAddress elsewhere) {
        return new DaemonAddress(elsewhere.host, elsewhere.port, serverCa, clientCertificate, token);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
