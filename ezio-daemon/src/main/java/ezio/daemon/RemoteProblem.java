package ezio.daemon;

import ezio.core.disk.Refusal;
import ezio.core.problem.Problem;
import java.util.List;

/** A problem that a daemon had with what it was asked to do, in its own words. */
public final class RemoteProblem extends Problem {

    private static final long serialVersionUID = 1;

    private final String id;
    private final transient List<Refusal> refusals;

    RemoteProblem(Kind kind, String id, String message, String remedy, List<Refusal> refusals) {
        super(kind, message, remedy);
        this.id = id;
        this.refusals = List.copyOf(refusals);
    }

    /** Returns what sort of problem it is, as {@code --output json} names it: "target-refused". */
    public String id() {
        return id;
    }

    /** Returns why a target was refused; empty for other problems. */
    public List<Refusal> refusals() {
        return refusals;
    }
}
