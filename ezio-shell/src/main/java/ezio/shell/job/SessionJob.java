package ezio.shell.job;

import ezio.shell.env.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What goes on beside the commands of a session: a command that runs beside the prompt, or an image of a daemon. */
public interface SessionJob {

    /** Returns how it is called: "1", or the name of the image. */
    String label();

    /** Returns what it does, as a line: "seed sda1.torrent /dev/sda1". */
    String title();

    Instant since();

    Job.State state();

    /** Returns what it has ended with; empty while it goes on. */
    Optional<ExitCode> exitCode();

    /** Returns its last lines, the oldest first. */
    List<JobLog.Line> lines();

    /** Makes it stand still; blocks for moments. */
    void pause();

    /** Lets it go on. */
    void resume();

    /** Asks it to stop. */
    void stop();

    /** Waits until its work is done, {@code most} at most; returns what it ended with, or nothing if it goes on. */
    Optional<ExitCode> await(Duration most) throws InterruptedException;
}
