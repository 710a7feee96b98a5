package ezio.daemon;

import ezio.core.problem.Problem;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;

/** A daemon that does not answer, or answers in a way that is not the protocol's. */
public final class DaemonUnreachable extends Problem {

    private static final long serialVersionUID = 1;

    DaemonUnreachable(DaemonAddress address, StatusRuntimeException e) {
        super(kind(e.getStatus()), message(address, e), remedy(address, e), e);
    }

    // Who it is that calls is a refusal, and no trouble of the network.
    private static Kind kind(Status status) {
        return status.getCode() == Status.Code.UNAUTHENTICATED ? Kind.REFUSED : Kind.NETWORK;
    }

    /** Returns whether nobody listens there: the machine answers, and no daemon runs. */
    boolean isRefused() {
        return isRefused(getCause());
    }

    // A cable that is pulled out is a ConnectException, too.
    private static boolean isRefused(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    && String.valueOf(cause.getMessage()).contains("Connection refused")) {
                return true;
            }
        }
        return false;
    }

    private static String message(DaemonAddress address, StatusRuntimeException e) {
        Status status = e.getStatus();
        return switch (status.getCode()) {
            case UNAVAILABLE -> unavailable(address, e);
            case UNIMPLEMENTED -> "the daemon at " + address + " is EZIO or too old: it does not know this call";
            case UNAUTHENTICATED ->
                String.valueOf(status.getDescription()).contains("not know the token")
                        ? "the daemon at " + address + " does not know the token"
                        : "the daemon at " + address + " wants a token";
            case DEADLINE_EXCEEDED -> "the daemon at " + address + " does not answer in time";
            default ->
                "the daemon at " + address + " answered " + status.getCode()
                        + (status.getDescription() == null ? "" : ": " + status.getDescription());
        };
    }

    private static String unavailable(DaemonAddress address, StatusRuntimeException e) {
        if (find(e, CertificateException.class)) {
            return "the daemon at " + address + " has a certificate that none of "
                    + address.serverCa().map(Object::toString).orElse("those known here")
                    + " has signed, or that is for another name";
        }
        if (find(e, NotSslRecordException.class)) {
            return "the daemon at " + address + " does not speak TLS";
        }
        boolean isConnected = !find(e, ConnectException.class)
                && !find(e, NoRouteToHostException.class)
                && !find(e, UnknownHostException.class);
        return isConnected
                ? "the daemon at " + address + " closed the connection: it may want another certificate, or TLS"
                : "no daemon answers at " + address + ": " + words(e);
    }

    private static boolean find(Throwable e, Class<? extends Throwable> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String words(StatusRuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        if (find(e, UnknownHostException.class)) {
            return "no machine has that name";
        }
        // netty: "finishConnect(..) failed: Connection refused"
        return reason(cause).lines().findFirst().orElse("").replaceFirst("^\\w+\\(\\.\\.\\) failed[^:]*: ", "");
    }

    private static String remedy(DaemonAddress address, StatusRuntimeException e) {
        return switch (e.getStatus().getCode()) {
            case UNAVAILABLE -> isRefused(e) ? "\"ezio daemon\" starts one" : null;
            case UNAUTHENTICATED ->
                address.token().isEmpty() ? "--daemon-token-file names the file that holds it" : null;
            default -> null;
        };
    }
}
