package ezio.daemon;

import ezio.core.problem.Problem;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;

/** A daemon that does not answer, or answers in a way that is not the protocol's. */
public final class DaemonUnreachable extends Problem {

    private static final long serialVersionUID = 1;

    DaemonUnreachable(String address, StatusRuntimeException e) {
        super(Kind.NETWORK, message(address, e), remedy(e.getStatus()), e);
    }

    /** Returns whether nobody listens there: the machine answers, and no daemon runs. */
    boolean isRefused() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException && !(cause instanceof ConnectTimeoutException)) {
                return true;
            }
        }
        return false;
    }

    private static String message(String address, StatusRuntimeException e) {
        Status status = e.getStatus();
        return switch (status.getCode()) {
            case UNAVAILABLE -> "no daemon answers at " + address + ": " + words(e);
            case UNIMPLEMENTED -> "the daemon at " + address + " is EZIO or too old: it does not know this call";
            case UNAUTHENTICATED -> "the daemon at " + address + " wants a token";
            case DEADLINE_EXCEEDED -> "the daemon at " + address + " does not answer in time";
            default ->
                "the daemon at " + address + " answered " + status.getCode()
                        + (status.getDescription() == null ? "" : ": " + status.getDescription());
        };
    }

    private static String words(StatusRuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause == e
                ? String.valueOf(e.getStatus().getDescription())
                : reason(cause).lines().findFirst().orElse("");
    }

    private static String remedy(Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE -> "\"ezio daemon\" starts one";
            case UNAUTHENTICATED -> "--daemon-token-file names the file that holds it";
            default -> null;
        };
    }
}
