package ezio.shell.command;

import ezio.shell.env.ExitCode;
import picocli.CommandLine.Command;

/** {@code ezio image}: the group of commands on images that partclone and Clonezilla made. */
@Command(
        name = "image",
        description = "Show, check and write images of partclone and Clonezilla.",
        synopsisSubcommandLabel = "COMMAND")
final class ImageCommand extends EzioCommand {

    ImageCommand(Session session) {
        super(session);
    }

    @Override
    boolean needsLog() {
        return false;
    }

    @Override
    ExitCode run() {
        throw new UsageProblem("image: show, check, create or cache?", "\"ezio image --help\" describes them");
    }
}
