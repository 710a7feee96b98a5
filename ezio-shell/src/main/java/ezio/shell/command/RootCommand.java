package ezio.shell.command;

import ezio.daemon.DaemonAddress;
import ezio.shell.env.Env;
import ezio.shell.env.ExitCode;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private CallOptions calls = new CallOptions();

    RootCommand(Session session, Shell shell) {
        super(session);
        this.shell = shell;
    }

    /** Returns the daemon that the command, or the session, is for; empty for this machine. */
    Optional<DaemonAddress> daemon(Env env) {
        return calls.address(env);
    }

    /** Returns how daemons are spoken to that a recipe names. */
    DaemonAddress credentials(Env env) {
        return calls.credentials(env);
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
        if (version) {
            session().console().help(Version.line() + "\n");
            return ExitCode.OK;
        }
        session().console().close();
        Shell.Lines lines = new Shell.Lines(commands, keepsGoing);
        return shell.run(
                session().env(),
                common().output,
                common().color,
                lines,
                daemon(session().env()));
    }
}
