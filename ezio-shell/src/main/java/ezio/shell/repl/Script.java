package ezio.shell.repl;

import ezio.daemon.DaemonNode;
import ezio.shell.console.Console;
import ezio.shell.env.Env;
import ezio.shell.env.ExitCode;
import ezio.shell.env.StopSignal;
import ezio.shell.job.LiveSession;
import ezio.verb.live.Node;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Lines that nobody types: no prompt, and an end at the first failure. */
final class Script {

    private final BufferedReader reader;
    private final Env env;
    private final Console console;
    private final boolean keepsGoing;
    private final Optional<DaemonNode> far;
    private boolean isEmpty = true;

    /**
     * @param far the node of a daemon that the lines are for; becomes this one's to close
     */
    Script(BufferedReader reader, Env env, Console console, boolean keepsGoing, Optional<DaemonNode> far) {
        this.reader = reader;
        this.env = env;
        this.console = console;
        this.keepsGoing = keepsGoing;
        this.far = far;
    }

    /** Returns whether there was no command at all. */
    boolean isEmpty() {
        return isEmpty;
    }

    /**
     * Runs all, and waits for the jobs; blocks. After a failure, or {@code exit}, jobs that still run are stopped.
     *
     * @return what the first command or job that failed ended with
     */
    ExitCode run() {
        SessionSignals signals = new SessionSignals(env.signals());
        try (LiveSession live = new LiveSession(console, far.map(Node.class::cast))) {
            signals.begin(signal -> end(live, signal));
            live.watch();
            ExitCode exit = run(new Lines(env, console, live, signals), live);
            if (exit == ExitCode.OK && !live.isEnding()) {
                live.jobs().awaitAll();
            }
            return exit == ExitCode.OK ? live.jobs().failure().orElse(ExitCode.OK) : exit;
        }
    }

    private ExitCode run(Lines lines, LiveSession live) {
        ExitCode first = ExitCode.OK;
        for (String text = read(lines); text != null && !live.isEnding(); text = read(lines)) {
            LineWords words = lines.cut(text);
            isEmpty &= words.commands().isEmpty();
            ExitCode exit = lines.run(words);
            first = first == ExitCode.OK ? exit : first;
            boolean isSignalled = exit == ExitCode.INTERRUPTED || exit == ExitCode.TERMINATED;
            if (exit != ExitCode.OK && (!keepsGoing || isSignalled)) {
                return exit;
            }
        }
        return first;
    }

    /** Returns the next line, with those that belong to it; null at the end. */
    private String read(Lines lines) {
        try {
            String text = reader.readLine();
            while (text != null && lines.cut(text).open() != LineWords.Open.NOTHING) {
                String more = reader.readLine();
                if (more == null) {
                    break;
                }
                text = text + "\n" + more;
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // The thread that reads standard input cannot be made to return.
    private void end(LiveSession live, StopSignal signal) {
        live.close();
        console.close();
        env.signals().endAtOnce(signal.exitCode());
    }
}
