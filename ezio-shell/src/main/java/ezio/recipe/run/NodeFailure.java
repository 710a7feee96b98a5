package ezio.recipe.run;

import ezio.core.problem.Problem;
import java.util.Locale;

/** What went wrong on a node that a daemon runs. */
public final class NodeFailure extends Problem {

    private static final long serialVersionUID = 1;

    private NodeFailure(Kind kind, String message, String remedy) {
        super(kind, message, remedy);
    }

    static NodeFailure of(String node, ezio.protocol.node.Problem problem) {
        Kind kind;
        try {
            kind = Kind.valueOf(problem.getKind().name());
        } catch (IllegalArgumentException e) {
            // A daemon that is newer than we are.
            kind = Kind.DEVICE;
        }
        return new NodeFailure(
                kind, node + ": " + problem.getMessage(), problem.getRemedy().isEmpty() ? null : problem.getRemedy());
    }

    static NodeFailure wrongPieces(String node, String image, String path, int wrong, int pieces) {
        return new NodeFailure(
                Kind.MISMATCH,
                String.format(
                        Locale.ROOT, "%s: %,d of %,d pieces of %s differ on %s", node, wrong, pieces, image, path),
                "restore it again: what is right is kept with recheck: true");
    }

    static NodeFailure cannot(String node, String word) {
        return new NodeFailure(
                Kind.INPUT, "a daemon cannot " + word + ", so " + node + " cannot", "run it on that machine");
    }
}
