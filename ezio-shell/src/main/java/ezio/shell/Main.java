package ezio.shell;

import ezio.shell.command.CommandLineRunner;
import ezio.shell.env.Env;
import ezio.shell.env.ExitCode;
import ezio.shell.repl.SessionShell;

/** The program {@code ezio}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        prepare();
        // Not a return: a thread that is stuck in the network must not keep the process.
        System.exit(run(args, Env.ofProcess()).code());
    }

    /** Sets what libraries read when they are first used. */
    static void prepare() {
        // picocli would look for Groovy's closures, and so load 330 classes that only recipes need.
        System.setProperty("picocli.disable.closures", "true");
    }

    /** Runs one command; blocks until it has ended. Never throws. */
    public static ExitCode run(String[] args, Env env) {
        return CommandLineRunner.run(args, env, new SessionShell());
    }
}
