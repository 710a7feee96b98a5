package ezio.recipe.run;

import ezio.core.problem.Problem;

/** A recipe wants to drive a daemon, which this program cannot do. */
public final class DaemonUnsupported extends Problem {

    private static final long serialVersionUID = 1;

    DaemonUnsupported(String node, String daemon) {
        super(
                Kind.INPUT,
                "node " + node + ": this version of ezio cannot drive the daemon at " + daemon,
                "run the recipe on that machine, or leave daemon: out for a node in this program");
    }
}
