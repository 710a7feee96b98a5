package ezio.core.tracker;

import ezio.core.problem.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;

/** A port on which nothing can be accepted. */
public final class ListenFailure extends Problem {

    private static final long serialVersionUID = 1;

    private final int port;

    private ListenFailure(int port, String message, String remedy, Throwable cause) {
        super(Kind.NETWORK, message, remedy, cause);
        this.port = port;
    }

    static ListenFailure taken(int port, Throwable cause) {
        return new ListenFailure(
                port,
                "port " + port + " is taken by another process",
                "use --port 0 for any free port, or stop the other one",
                cause);
    }

    static ListenFailure cannotListen(Optional<InetAddress> address, int port, IOException cause) {
        String where = address.map(a -> " of " + a.getHostAddress()).orElse("");
        return new ListenFailure(port, "cannot listen on port " + port + where + ": " + reason(cause), null, cause);
    }

    public int port() {
        return port;
    }
}
