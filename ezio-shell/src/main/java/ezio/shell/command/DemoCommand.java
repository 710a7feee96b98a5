package ezio.shell.command;

import ezio.core.unit.ByteSize;
import ezio.shell.demo.Demo;
import ezio.shell.env.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ezio demo}. */
@Command(
        name = "demo",
        description =
                "Does the whole job on this machine, with made-up disks: an image, its torrent, a seeder, targets;"
                        + " checks every byte, and leaves nothing behind.")
final class DemoCommand extends EzioCommand {

    private static final ByteSize SMALLEST = ByteSize.mib(16);
    private static final ByteSize LARGEST = ByteSize.mib(64 << 10);
    private static final int MOST_TARGETS = 64;

    @Option(names = "--size", paramLabel = "SIZE", description = "how large the disks are; default: 256MiB")
    private ByteSize size = ByteSize.mib(256);

    @Option(names = "--targets", paramLabel = "N", description = "how many targets; default: 3")
    private int targets = 3;

    @Option(names = "--keep", description = "leave the images and logs where they are")
    private boolean keep;

    DemoCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        if (size.compareTo(SMALLEST) < 0 || size.compareTo(LARGEST) > 0) {
            throw new UsageProblem("--size: " + size + " is not in " + SMALLEST + " to " + LARGEST, null);
        }
        if (targets < 1 || targets > MOST_TARGETS) {
            throw new UsageProblem("--targets: " + targets + " is not in 1 to " + MOST_TARGETS, null);
        }
        session().onStopSay(() -> "stopping, ending the nodes and removing the disks");
        new Demo(session().env(), session().console(), session().cancel(), size.bytes(), targets, keep).run();
        return ExitCode.OK;
    }
}
