package ezio.shell.job;

import ezio.core.problem.Problem;

/** A line asks for another node than the one that the session has already. */
public final class NodeSettingsDiffer extends Problem {

    private static final long serialVersionUID = 1;

    private NodeSettingsDiffer(String message, String remedy) {
        super(Kind.USAGE, message, remedy);
    }

    static NodeSettingsDiffer ofDaemon() {
        return new NodeSettingsDiffer(
                "the node of the daemon runs already, with other settings than asked for here",
                "leave them out; \"set\" changes its limits, the daemon's own flags the rest");
    }

    static NodeSettingsDiffer ofSession(int port) {
        return new NodeSettingsDiffer(
                "the node of this session runs already, on port " + port + ", with other settings than asked for here",
                "leave them out; \"set\" changes limits for all images, and the rest while nothing is on the node");
    }
}
