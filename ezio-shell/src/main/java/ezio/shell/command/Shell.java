package ezio.shell.command;

import ezio.shell.console.ColorMode;
import ezio.shell.console.OutputMode;
import ezio.shell.env.Env;
import ezio.shell.env.ExitCode;

/** What ezio is without a command: a session of many. */
public interface Shell {

    /**
     * Runs lines until they end, or one fails; blocks. Reads them from {@code commands}, or from standard input.
     *
     * @param commands lines; null to read standard input, with a prompt where somebody types
     * @param keepsGoing whether lines after one that failed are run
     * @throws ezio.core.problem.Problem if there is nothing to run
     */
    ExitCode run(Env env, OutputMode output, ColorMode color, String commands, boolean keepsGoing);
}
