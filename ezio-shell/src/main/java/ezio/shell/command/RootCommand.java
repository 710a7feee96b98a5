package ezio.shell.command;

import ezio.shell.env.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ezio} alone. */
@Command(
        name = "ezio",
        description = "Puts one disk image on many machines of a local network at once.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class RootCommand extends EzioCommand {

    @Option(names = "--version", description = "print the version")
    private boolean version;

    RootCommand(Session session) {
        super(session);
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
        throw new UsageProblem("which command?", "\"ezio help\" lists them");
    }
}
