package ezio.shell.command;

import ezio.shell.env.ExitCode;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ezio completion}. */
@Command(
        name = "completion",
        description = "Prints what makes bash or zsh complete commands, options and file names of ezio.")
final class CompletionCommand extends EzioCommand {

    /** The shells that there are scripts for. */
    enum ShellKind {
        BASH,
        ZSH
    }

    private final Shell shell;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh")
    private ShellKind kind;

    CompletionCommand(Session session, Shell shell) {
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
        String script = AutoComplete.bash("ezio", Commands.all(session(), shell));
        // zsh reads the same script through its bashcompinit, which the script looks for.
        session()
                .console()
                .help("# ezio " + kind.name().toLowerCase(Locale.ROOT) + " completion; source it, or put it where "
                        + kind.name().toLowerCase(Locale.ROOT) + " looks for it\n" + script);
        return ExitCode.OK;
    }
}
