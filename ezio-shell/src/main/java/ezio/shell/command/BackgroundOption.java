package ezio.shell.command;

import picocli.CommandLine.Option;

/** What makes a job of a command. {@link CommandRun} looks for it before the command runs. */
final class BackgroundOption {

    @Option(names = CommandRun.BACKGROUND, description = "in a session: run as a job, beside the prompt")
    boolean isWanted;
}
