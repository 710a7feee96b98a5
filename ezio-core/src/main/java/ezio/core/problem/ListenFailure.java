package ezio.core.problem;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;

/** A port on which nothing can be accepted. */
public final class ListenFailure extends Problem {

    private static final long serialVersionUID = 1;

    private final int port;

    private ListenFailure(int port, String message, String remedy, Throwable cause) {
        super(Kind.NETWORK, message, remedy, cause);
        this.port = port;
    }

    /** Says why {@code port} of {@code address} cannot be listened on, from what the operating system answered. */
    public static ListenFailure of(InetAddress address, int port, IOException cause) {
        if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
            return new ListenFailure(
                    port,
                    "port " + port + " is taken by another process",
                    "use --port 0 for any free port, or stop the other ezio",
                    cause);
        }
        String where = address.isAnyLocalAddress() ? "" : " of " + address.getHostAddress();
        return new ListenFailure(port, "cannot listen on port " + port + where + ": " + reason(cause), null, cause);
    }

    public int port() {
        return port;
    }
}
