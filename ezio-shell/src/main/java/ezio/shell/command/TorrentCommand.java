package ezio.shell.command;

import ezio.shell.env.ExitCode;
import picocli.CommandLine.Command;

/** {@code ezio torrent}: the group of commands on .torrent files. */
@Command(name = "torrent", description = "Make, show and change .torrent files.", synopsisSubcommandLabel = "COMMAND")
final class TorrentCommand extends EzioCommand {

    TorrentCommand(Session session) {
        super(session);
    }

    @Override
    boolean needsLog() {
        return false;
    }

    @Override
    ExitCode run() {
        throw new UsageProblem("torrent: create, show or edit?", "\"ezio torrent --help\" describes them");
    }
}
