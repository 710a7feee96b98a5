package ezio.daemon;

import ezio.core.problem.Problem;
import ezio.core.unit.ByteSize;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What a daemon does not do, whatever its node could. */
public final class DaemonProblem extends Problem {

    private static final long serialVersionUID = 1;

    private final transient Status status;

    private DaemonProblem(Kind kind, Status status, String message, String remedy) {
        super(kind, message, remedy);
        this.status = status;
    }

    Status status() {
        return status;
    }

    static DaemonProblem noImage(String hash) {
        return new DaemonProblem(Kind.USAGE, Status.NOT_FOUND, "no image here has the info-hash " + hash, null);
    }

    static DaemonProblem badHash(String hash) {
        String shown = hash.length() <= 80 ? hash : hash.substring(0, 80) + "…";
        return new DaemonProblem(
                Kind.USAGE, Status.INVALID_ARGUMENT, "\"" + shown + "\" is not an info-hash of 40 hex digits", null);
    }

    static DaemonProblem bad(String message, String remedy) {
        return new DaemonProblem(Kind.USAGE, Status.INVALID_ARGUMENT, message, remedy);
    }

    static DaemonProblem otherPath(String image, Path here, Path asked) {
        return new DaemonProblem(
                Kind.USAGE,
                Status.ALREADY_EXISTS,
                image + " is on this node already, at " + here + ", not at " + asked,
                "a node takes part in a swarm once; stop it there first");
    }

    static DaemonProblem occupied(Path path, String image) {
        return new DaemonProblem(
                Kind.REFUSED, Status.FAILED_PRECONDITION, path + " is in use: image " + image + " is on it", null);
    }

    static DaemonProblem pathNotAllowed(Path path, List<Path> allowed) {
        return new DaemonProblem(
                Kind.REFUSED,
                Status.PERMISSION_DENIED,
                path + " is outside of what this daemon may use: "
                        + allowed.stream().map(Path::toString).collect(Collectors.joining(", ")),
                "\"ezio daemon --allow-path\" names what it may use");
    }

    static DaemonProblem tooLarge(int bytes, int most) {
        return new DaemonProblem(
                Kind.INPUT,
                Status.INVALID_ARGUMENT,
                "the torrent has " + ByteSize.print(bytes) + ", this daemon takes " + ByteSize.print(most) + " at most",
                "\"ezio daemon --max-torrent-size\" sets that");
    }

    static DaemonProblem portTaken(InetSocketAddress address, Throwable cause) {
        // netty: "bind(..) failed with error(-98): Address already in use"
        String reason = reason(cause).contains("in use") ? "another process has that port" : reason(cause);
        return new DaemonProblem(
                Kind.NETWORK,
                Status.UNAVAILABLE,
                "cannot listen for calls at "
                        + DaemonAddress.of(address.getAddress().getHostAddress(), address.getPort()) + ": " + reason,
                "if another daemon runs there, stop it or choose another port with --listen ADDRESS:PORT");
    }

    static DaemonProblem notOpen(String what, String remedy) {
        return new DaemonProblem(Kind.USAGE, Status.FAILED_PRECONDITION, what, remedy);
    }
}
