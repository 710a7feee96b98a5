package ezio.shell.command;

import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import picocli.CommandLine.Command;

/** {@code ezio --daemon … shutdown}. */
@Command(
        name = "shutdown",
        description = "Ends the daemon that --daemon names; its images are stopped first, and can be resumed.")
final class ShutdownCommand extends EzioCommand {

    ShutdownCommand(Session session) {
        super(session);
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        if (session().daemon().isEmpty()) {
            throw new UsageProblem("shutdown ends a daemon, and none is named", "ezio --daemon HOST:PORT shutdown");
        }
        session().daemon().get().shutdown();
        session()
                .console()
                .say(Event.of(
                        EventKind.STOPPING,
                        "shutdown",
                        "the daemon at " + session().daemon().get().address() + " is stopping"));
        return ExitCode.OK;
    }
}
