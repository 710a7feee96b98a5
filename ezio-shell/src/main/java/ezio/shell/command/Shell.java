package ezio.shell.command;

import ezio.daemon.DaemonAddress;
import ezio.shell.console.ColorMode;
import ezio.shell.console.OutputMode;
import ezio.shell.env.Env;
import ezio.shell.env.ExitCode;
import java.util.Optional;

/** What ezio is without a command: a session of many. */
public interface Shell {

    /**
     * What is to be run.
     *
     * @param commands null to read standard input, with a prompt where somebody types
     * @param keepsGoing whether lines after one that failed are run
     */
    record Lines(String commands, boolean keepsGoing) {}

    /**
     * Runs lines until they end, or one fails; blocks.
     *
     * @param daemon on whose node; empty for one of this program
     * @throws ezio.core.problem.Problem if there is nothing to run, or the daemon does not answer
     */
    ExitCode run(Env env, OutputMode output, ColorMode color, Lines lines, Optional<DaemonAddress> daemon);
}
