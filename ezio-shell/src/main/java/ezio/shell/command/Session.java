package ezio.shell.command;

import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.torrent.ImageCheck;
import ezio.daemon.DaemonAddress;
import ezio.daemon.DaemonNode;
import ezio.shell.console.Console;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.console.ProgressLine;
import ezio.shell.env.Env;
import ezio.shell.env.ExitCode;
import ezio.shell.env.StopSignal;
import ezio.shell.job.Job;
import ezio.shell.job.LiveSession;
import ezio.shell.job.Pausable;
import ezio.verb.live.CheckOrder;
import ezio.verb.live.PlaceCheck;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** One run of one command: what it reads, where it prints, and how it is asked to stop. */
final class Session {

    // Who presses Ctrl-C twice means it; who does so a minute later has waited for the first.
    private static final long SECOND_SIGNAL_NS = 3_000_000_000L;

    private final Env env;
    private final Console console;
    private volatile Optional<LiveSession> live;
    private volatile Optional<DaemonNode> daemon = Optional.empty();
    private final Optional<Job> job;
    private final CancelToken cancel;
    private final AtomicReference<StopSignal> stopped = new AtomicReference<>();
    private volatile long stoppedNs;
    private volatile boolean isSignalNoFailure;
    private volatile boolean isLeftThere;
    private volatile Supplier<DaemonAddress> credentials = () -> DaemonAddress.of("", DaemonAddress.USUAL_PORT);
    private volatile Supplier<String> stopWords = () -> "stopping";

    private Session(Env env, Console console, Optional<LiveSession> live, Optional<Job> job) {
        this.env = env;
        this.console = console;
        this.live = live;
        this.job = job;
        this.cancel = job.map(Job::cancel).orElseGet(CancelToken::new);
        job.ifPresent(each -> each.cancel().onCancel(() -> stop(StopSignal.INT)));
    }

    /** Makes one for a command that is the whole program. */
    static Session alone(Env env, Console console) {
        return new Session(env, console, Optional.empty(), Optional.empty());
    }

    /** Makes one for a line of an interactive session or a script. */
    static Session ofLine(Env env, Console console, LiveSession live) {
        Session line = new Session(env, console, Optional.of(live), Optional.empty());
        line.daemon = live.far().filter(DaemonNode.class::isInstance).map(DaemonNode.class::cast);
        return line;
    }

    /** Makes one for a command that runs beside the prompt; its job cancels it, not Ctrl-C. */
    static Session ofJob(Env env, Console console, LiveSession live, Job job) {
        return new Session(env, console, Optional.of(live), Optional.of(job));
    }

    /** Lets the command work on the node of a daemon. */
    void goFar(LiveSession far, DaemonNode node) {
        live = Optional.of(far);
        daemon = Optional.of(node);
    }

    /** Returns the daemon that the command works on; empty for a node of this program. */
    Optional<DaemonNode> daemon() {
        return daemon;
    }

    /** Returns whether the command ends, and what it began stays with the daemon. */
    boolean isLeftThere() {
        return isLeftThere;
    }

    void leaveThere() {
        isLeftThere = true;
    }

    /** Returns "in this session", or "by the daemon at 10.0.0.5:50051". */
    String where() {
        return daemon.map(node -> "by the daemon at " + node.address()).orElse("in this session");
    }

    /** Returns how daemons are spoken to that a recipe names; their host and port mean nothing. */
    DaemonAddress daemonCredentials() {
        return credentials.get();
    }

    void speakToDaemonsAs(Supplier<DaemonAddress> newCredentials) {
        credentials = newCredentials;
    }

    /** Returns a device, file or directory of the node's machine. */
    Path imagePath(String text) {
        return daemon.isPresent() ? Path.of(text) : env.path(text);
    }

    /** Compares an image with its torrent, where the node is. */
    ImageCheck check(CheckOrder order, ProgressListener listener) {
        return daemon.isPresent()
                ? daemon.get().check(order, listener, cancel())
                : PlaceCheck.run(order, Ledgers.of(env), listener, cancel());
    }

    Env env() {
        return env;
    }

    Console console() {
        return console;
    }

    /** Returns what is kept between commands; empty where this command is the whole program. */
    Optional<LiveSession> live() {
        return live;
    }

    /**
     * Returns what is kept between commands.
     *
     * @throws UsageProblem if this command is the whole program
     */
    LiveSession needLive(String command) {
        return live.orElseThrow(() -> notInSession(command));
    }

    static UsageProblem notInSession(String command) {
        return new UsageProblem(
                command + " belongs to a session",
                "start ezio without a command, or give it commands with -c or on standard input");
    }

    /** Returns what is cancelled by Ctrl-C and SIGTERM, or by {@code job stop}; listens to it from now on. */
    CancelToken cancel() {
        if (job.isEmpty()) {
            env.signals().listen(this::onSignal);
        }
        return cancel;
    }

    /** Lets {@code job pause} reach work of this command. */
    void canPause(Pausable part) {
        job.ifPresent(each -> each.canPause(part));
    }

    /** Tells who waits for peers that all images of this command are on the node. */
    void imagesAreThere() {
        job.ifPresent(Job::settle);
    }

    /** Sets what is said the moment a signal arrives: "stopping, 3 transfers under way". */
    void onStopSay(Supplier<String> words) {
        stopWords = words;
    }

    /** Returns what the command ends with if a signal has stopped it, else {@code otherwise}. */
    ExitCode exitCode(ExitCode otherwise) {
        StopSignal signal = stopped.get();
        // Its work may see that a job is cancelled before this is told.
        boolean isCancelled = job.filter(each -> each.cancel().isCancelled()).isPresent();
        if (isSignalNoFailure) {
            return otherwise;
        }
        return signal != null ? signal.exitCode() : isCancelled ? ExitCode.INTERRUPTED : otherwise;
    }

    /** Ends the command as if no signal had stopped it: all that it was to do is done. */
    void signalIsNoFailure() {
        isSignalNoFailure = true;
    }

    boolean isStopped() {
        return stopped.get() != null || exitCode(ExitCode.OK) != ExitCode.OK;
    }

    private void onSignal(StopSignal signal) {
        if (stop(signal)) {
            cancel.cancel();
        } else if (live.isPresent() && System.nanoTime() - stoppedNs > SECOND_SIGNAL_NS) {
            stoppedNs = System.nanoTime();
            console.say(Event.of(EventKind.STOPPING, "end", "still stopping; Ctrl-C again ends ezio at once"));
        } else {
            console.close();
            env.signals().endAtOnce(signal.exitCode());
        }
    }

    private boolean stop(StopSignal signal) {
        if (!stopped.compareAndSet(null, signal)) {
            return false;
        }
        stoppedNs = System.nanoTime();
        console.say(Event.of(EventKind.STOPPING, "end", stopWords.get()));
        return true;
    }

    /** Returns a listener that shows progress under a label, in a step. */
    ProgressListener progress(String step, String label) {
        return progress -> console.progress(ProgressLine.of(step, label, progress));
    }

    void note(String step, String text) {
        console.say(Event.of(EventKind.NOTE, step, text));
    }
}
