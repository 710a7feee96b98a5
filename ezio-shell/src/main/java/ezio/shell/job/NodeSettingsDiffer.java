package ezio.shell.job;

import ezio.core.problem.Problem;

/** A line asks for another node than the one that the session has already. */
public final class NodeSettingsDiffer extends Problem {

    private static final long serialVersionUID = 1;

    NodeSettingsDiffer(int port) {
        super(
                Kind.USAGE,
                "the node of this session runs already, on port " + port + ", with other settings than asked for here",
                "leave them out; \"set\" changes limits for all images, and the rest while nothing is on the node");
    }
}
