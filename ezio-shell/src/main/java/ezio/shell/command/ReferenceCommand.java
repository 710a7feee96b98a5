package ezio.shell.command;

import ezio.shell.env.ExitCode;
import picocli.CommandLine.Command;

/** {@code ezio reference}: what docs/commands.md is made by. */
@Command(name = "reference", hidden = true, description = "Prints the help of all commands as one page.")
final class ReferenceCommand extends EzioCommand {

    private final Shell shell;

    ReferenceCommand(Session session, Shell shell) {
        super(session);
        this.shell = shell;
    }

    @Override
    boolean needsLog() {
        return false;
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        session().console().help(ReferenceText.of(Commands.all(session(), shell)));
        return ExitCode.OK;
    }
}
