package ezio.shell.command;

import ezio.shell.env.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ezio} alone. */
@Command(
        name = "ezio",
        description = {
            "Puts one disk image on many machines of a local network at once.",
            "Without a command: a shell on a terminal; elsewhere it runs the lines of standard input."
        },
        synopsisSubcommandLabel = "[COMMAND]",
        commandListHeading = "%nCommands:%n")
final class RootCommand extends EzioCommand {

    private final Shell shell;

    @Option(names = "--version", description = "print the version")
    private boolean version;

    @Option(names = "-c", paramLabel = "COMMANDS", description = "run these, separated by semicolons or newlines")
    private String commands;

    @Option(names = "--keep-going", description = "after a command that failed, run the next ones too")
    private boolean keepsGoing;

    RootCommand(Session session, Shell shell) {
        super(session);
        this.shell = shell;
    }

    @Override
    boolean needsLog() {
        return false;
    }

    @Override
    ExitCode run() {
        if (version) {
            session().console().help(Version.line() + "\n");
            return ExitCode.OK;
        }
        session().console().close();
        return shell.run(session().env(), common().output, common().color, commands, keepsGoing);
    }
}
