package ezio.shell.command;

import ezio.shell.env.ExitCode;
import picocli.CommandLine.Command;

/** {@code exit}, in a session. */
@Command(
        name = "exit",
        aliases = "quit",
        description = "In a session: stops all jobs, and ends. At a prompt it asks once if jobs run.")
final class ExitCommand extends EzioCommand {

    ExitCommand(Session session) {
        super(session);
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        session().needLive("exit").end();
        return ExitCode.OK;
    }
}
