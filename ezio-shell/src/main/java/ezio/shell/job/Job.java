package ezio.shell.job;

import ezio.core.progress.CancelToken;
import ezio.shell.env.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A command that runs beside the prompt. Safe for use by any thread. */
public final class Job implements SessionJob {

    /** Where a job stands. */
    public enum State {
        RUNNING,
        PAUSED,
        /** It was asked to stop, and is on its way. */
        STOPPING,
        DONE,
        FAILED,
        /** It has ended because it was asked to. */
        STOPPED
    }

    private final int number;
    private final String title;
    private final Instant since;
    private final JobLog log;
    private final CancelToken cancel = new CancelToken();
    private final List<Pausable> parts = new CopyOnWriteArrayList<>();
    private final CompletableFuture<ExitCode> ending = new CompletableFuture<>();
    private volatile boolean isSettled;
    private volatile boolean isPaused;

    Job(int number, String title, Instant since, JobLog log, boolean bringsImages) {
        this.number = number;
        this.title = title;
        this.since = since;
        this.log = log;
        this.isSettled = !bringsImages;
    }

    /** Returns its number in the session, from 1 on. */
    public int number() {
        return number;
    }

    @Override
    public String label() {
        return String.valueOf(number);
    }

    /** Returns the line that began it, without {@code --background}. */
    @Override
    public String title() {
        return title;
    }

    @Override
    public Instant since() {
        return since;
    }

    JobLog log() {
        return log;
    }

    @Override
    public List<JobLog.Line> lines() {
        return log.lines();
    }

    /** Returns what its work looks at to learn that it is to stop. */
    public CancelToken cancel() {
        return cancel;
    }

    @Override
    public State state() {
        if (ending.isDone()) {
            return stateAfter(ending.join());
        }
        return cancel.isCancelled() ? State.STOPPING : isPaused ? State.PAUSED : State.RUNNING;
    }

    /** Returns how a job that ended so stands then. */
    State stateAfter(ExitCode exit) {
        return cancel.isCancelled() && exit == ExitCode.INTERRUPTED
                ? State.STOPPED
                : exit == ExitCode.OK ? State.DONE : State.FAILED;
    }

    /** Returns whether its work goes on, or stands still for a while. */
    public boolean isAlive() {
        return !ending.isDone();
    }

    /** Returns what it has ended with; empty while it is alive. */
    @Override
    public Optional<ExitCode> exitCode() {
        return Optional.ofNullable(ending.getNow(null));
    }

    /** Tells that the images which it brings are on the session's node. */
    public void settle() {
        isSettled = true;
    }

    /** Returns whether it will bring no more images to the node: they are there, or it has ended, or it brings none. */
    public boolean isSettled() {
        return isSettled || !isAlive();
    }

    /** Adds something that {@link #pause} is to reach. */
    public void canPause(Pausable part) {
        parts.add(part);
    }

    /**
     * Makes it stand still; blocks for moments.
     *
     * @throws JobProblem if it has ended, or is not of the kind that can
     */
    @Override
    public void pause() {
        checkPausable();
        parts.forEach(Pausable::pause);
        isPaused = true;
    }

    /**
     * Lets it go on.
     *
     * @throws JobProblem if it has ended, or is not of the kind that can stand still
     */
    @Override
    public void resume() {
        checkPausable();
        isPaused = false;
        parts.forEach(Pausable::resume);
    }

    private void checkPausable() {
        if (!isAlive()) {
            throw JobProblem.over(this);
        }
        if (parts.isEmpty()) {
            throw JobProblem.cannotPause(this);
        }
    }

    /**
     * Asks it to stop, and returns at once.
     *
     * @throws JobProblem if it has ended
     */
    @Override
    public void stop() {
        if (!isAlive()) {
            throw JobProblem.over(this);
        }
        cancel.cancel();
    }

    /** Waits for its end, {@code most} at most; returns what it ended with, or nothing if it goes on. */
    @Override
    public Optional<ExitCode> await(Duration most) throws InterruptedException {
        try {
            return Optional.of(ending.get(most.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    void ended(ExitCode exitCode) {
        ending.complete(exitCode);
    }
}
