package ezio.recipe.run;

import ezio.core.problem.Problem;

/** What went wrong on a node that a daemon runs. */
public final class NodeFailure extends Problem {

    private static final long serialVersionUID = 1;

    private NodeFailure(Kind kind, String message, String remedy) {
        super(kind, message, remedy);
    }

    static NodeFailure of(String node, Problem problem) {
        return new NodeFailure(
                problem.kind(),
                node + ": " + problem.getMessage(),
                problem.remedy().orElse(null));
    }

    /** Somebody else has stopped an image, or the daemon was started anew. */
    static NodeFailure left(String node, String image) {
        return new NodeFailure(
                Kind.NETWORK,
                node + ": " + image + " is no longer on the node, and this run has not stopped it",
                "somebody has stopped it, or the daemon was started anew; its log tells");
    }

    static NodeFailure cannot(String node, String word) {
        return new NodeFailure(
                Kind.INPUT, "a daemon cannot " + word + ", so " + node + " cannot", "run it on that machine");
    }
}
