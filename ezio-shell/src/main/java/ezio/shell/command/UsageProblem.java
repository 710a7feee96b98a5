package ezio.shell.command;

import ezio.core.problem.Problem;

/** What stands on the command line cannot be meant like that. */
public final class UsageProblem extends Problem {

    private static final long serialVersionUID = 1;

    public UsageProblem(String message, String remedy) {
        super(Kind.USAGE, message, remedy);
    }
}
