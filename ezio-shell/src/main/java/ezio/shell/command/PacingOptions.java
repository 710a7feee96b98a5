package ezio.shell.command;

import ezio.core.swarm.Pacing;
import ezio.core.swarm.policy.SlowStart;
import ezio.core.unit.Rate;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How fast a node may be. */
final class PacingOptions {

    @Option(
            names = "--upload-limit",
            paramLabel = "RATE",
            description = "send no more than that, all images together: 80MiB/s; default: no limit")
    private Rate upload;

    @Option(
            names = "--download-limit",
            paramLabel = "RATE",
            description = "fetch no more than that, all images together; default: no limit")
    private Rate download;

    @Option(
            names = "--slow-start",
            description =
                    "send 10 MiB/s at first, 10 MiB/s more after each period, and without a limit after 100 MiB/s")
    private boolean slowStart;

    @Option(
            names = "--slow-start-period",
            paramLabel = "TIME",
            description = "how long a step of the slow start lasts; default: 10s")
    private Duration period;

    /**
     * Returns what was asked for, {@code otherwise} for the rest.
     *
     * @throws IllegalArgumentException if a limit is too low
     */
    Pacing pacing(Pacing otherwise) {
        if (period != null && !slowStart) {
            throw new UsageProblem("--slow-start-period needs --slow-start", null);
        }
        if (period != null && period.isZero()) {
            throw new UsageProblem("--slow-start-period: must be above zero", null);
        }
        return new Pacing(
                upload == null ? otherwise.upload() : upload,
                download == null ? otherwise.download() : download,
                !slowStart ? otherwise.slowStartPeriod() : period == null ? SlowStart.USUAL_PERIOD : period);
    }
}
