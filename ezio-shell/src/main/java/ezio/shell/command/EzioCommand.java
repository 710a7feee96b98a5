package ezio.shell.command;

import ezio.shell.env.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What every command is: options, and a run that ends with an {@link ExitCode}. */
abstract class EzioCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private CommonOptions common = new CommonOptions();

    EzioCommand(Session session) {
        this.session = session;
    }

    final Session session() {
        return session;
    }

    /** Tells whether the run may have something to log; to open a log takes longer than to print a version. */
    boolean needsLog() {
        return true;
    }

    /** Tells whether it can work on the node of a daemon, or on nothing but files that are named here. */
    boolean isForDaemons() {
        return false;
    }

    final CommonOptions common() {
        return common;
    }

    /**
     * Does the work; blocks until it is done.
     *
     * @throws ezio.core.problem.Problem if it cannot be done; the exit code follows from its kind
     */
    abstract ExitCode run();

    @Override
    public final Integer call() {
        return session.exitCode(run()).code();
    }
}
