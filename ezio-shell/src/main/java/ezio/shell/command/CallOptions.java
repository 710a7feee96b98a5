package ezio.shell.command;

import ezio.daemon.DaemonAddress;
import ezio.daemon.Token;
import ezio.shell.env.Env;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which daemon commands are for, and how it is spoken to. */
final class CallOptions {

    private static final String TOKEN_VARIABLE = "EZIO_DAEMON_TOKEN";

    @Option(
            names = "--daemon",
            paramLabel = "HOST:PORT",
            description =
                    "do it on the node of the daemon there; paths of images are that machine's; before the command")
    private String daemon;

    @Option(
            names = "--daemon-ca",
            paramLabel = "FILE",
            description = "speak TLS; the daemon's certificate must be signed by one of these, PEM")
    private String ca;

    @Option(
            names = "--daemon-token-file",
            paramLabel = "FILE",
            description = "the token that the daemon wants is the first line of it; default: that in " + TOKEN_VARIABLE)
    private String tokenFile;

    @Option(names = "--daemon-cert", paramLabel = "FILE", description = "the certificate of this client, PEM")
    private String certificate;

    @Option(names = "--daemon-key", paramLabel = "FILE", description = "its key, PEM")
    private String key;

    /**
     * Returns the daemon that was named; empty where none was.
     *
     * @throws ezio.core.problem.Problem if the address cannot be read, or the token
     */
    Optional<DaemonAddress> address(Env env) {
        return daemon == null
                ? Optional.empty()
                : Optional.of(credentials(env).at(DaemonAddress.parse("--daemon", daemon)));
    }

    /** Returns how daemons are spoken to, whichever; the host and port in it mean nothing. */
    DaemonAddress credentials(Env env) {
        if ((certificate == null) != (key == null)) {
            throw new UsageProblem("--daemon-cert and --daemon-key go together", null);
        }
        if (certificate != null && ca == null) {
            throw new UsageProblem("--daemon-cert needs --daemon-ca", "without it, nothing is encrypted");
        }
        Optional<Token> token = tokenFile != null
                ? Optional.of(Token.read(env.path(tokenFile)))
                : env.variable(TOKEN_VARIABLE).map(text -> Token.of(text, TOKEN_VARIABLE));
        return new DaemonAddress(
                "",
                DaemonAddress.USUAL_PORT,
                Optional.ofNullable(ca).map(env::path),
                Optional.ofNullable(certificate)
                        .map(file -> new DaemonAddress.ClientCertificate(env.path(file), env.path(key))),
                token);
    }
}
