package ezio.shell.command;

import ezio.partclone.clonezilla.ClonezillaImage;
import ezio.partclone.image.PartitionImage;
import ezio.shell.env.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ezio image show}. */
@Command(name = "show", description = "Prints what an image of partclone or a directory of Clonezilla's says.")
final class ImageShowCommand extends EzioCommand {

    @Parameters(paramLabel = "IMAGE", description = "an image, one of its volumes, or a directory of Clonezilla's")
    private String image;

    // CommandLineRunner has seen it already.
    @Option(names = "--json", description = "the same as --output json")
    boolean json;

    ImageShowCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        Path path = session().env().path(image);
        session()
                .console()
                .result(
                        Files.isDirectory(path)
                                ? SavedDiskText.of(ClonezillaImage.read(path))
                                : ImageText.of(PartitionImage.open(path)));
        return ExitCode.OK;
    }
}
