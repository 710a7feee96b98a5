package ezio.core.swarm.discovery;

import ezio.core.problem.Problem;

/** Nobody can be looked for on the local network. */
public final class LocalDiscoveryFailure extends Problem {

    private static final long serialVersionUID = 1;

    LocalDiscoveryFailure(int port, Throwable cause) {
        super(
                Kind.NETWORK,
                "UDP port " + port + " cannot be opened for local discovery: " + reason(cause),
                "leave out --local-discovery, or end the program that keeps the port to itself",
                cause);
    }
}
