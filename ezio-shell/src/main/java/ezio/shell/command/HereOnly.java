package ezio.shell.command;

import ezio.core.problem.Problem;
import ezio.daemon.DaemonAddress;

/** A command was meant for a daemon that works on this machine only. */
final class HereOnly extends Problem {

    private static final long serialVersionUID = 1;

    HereOnly(String command, DaemonAddress daemon) {
        super(
                Kind.USAGE,
                command + " works on this machine, not on that of the daemon at " + daemon,
                "leave --daemon out, or run it there");
    }
}
