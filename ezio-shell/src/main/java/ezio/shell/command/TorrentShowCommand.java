package ezio.shell.command;

import ezio.shell.env.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ezio torrent show}. */
@Command(name = "show", description = "Prints what a .torrent says.")
final class TorrentShowCommand extends EzioCommand {

    private static final int SHOWN_EXTENTS = 8;

    @Parameters(paramLabel = "TORRENT", description = "a file or an http:// address")
    private String torrent;

    @Option(names = "--extents", description = "list all extents, not the first ones only")
    private boolean allExtents;

    // CommandLineRunner has seen it already.
    @Option(names = "--json", description = "the same as --output json")
    boolean json;

    TorrentShowCommand(Session session) {
        super(session);
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        session()
                .console()
                .result(TorrentText.of(
                        TorrentLoader.load(session(), torrent),
                        torrent,
                        allExtents || json ? Integer.MAX_VALUE : SHOWN_EXTENTS));
        return ExitCode.OK;
    }
}
