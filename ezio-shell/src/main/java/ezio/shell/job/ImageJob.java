package ezio.shell.job;

import ezio.core.progress.CancelToken;
import ezio.core.swarm.TransferStatus;
import ezio.shell.env.ExitCode;
import ezio.verb.live.Node;
import ezio.verb.live.SwarmImage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An image on the node of a daemon: what a job of the session would be, were the node here. */
final class ImageJob implements SessionJob {

    private final Node node;
    private final SwarmImage image;

    ImageJob(Node node, SwarmImage image) {
        this.node = node;
        this.image = image;
    }

    @Override
    public String label() {
        return image.name();
    }

    @Override
    public String title() {
        return image.role().name().toLowerCase(Locale.ROOT) + " " + image.path();
    }

    @Override
    public Instant since() {
        return image.since();
    }

    @Override
    public Job.State state() {
        TransferStatus status = image.status();
        return switch (status.state()) {
            case FAILED -> Job.State.FAILED;
            case STOPPED -> Job.State.STOPPED;
            default -> status.isPaused() ? Job.State.PAUSED : Job.State.RUNNING;
        };
    }

    @Override
    public Optional<ExitCode> exitCode() {
        TransferStatus status = image.status();
        return status.state() == TransferStatus.State.STOPPED
                ? Optional.of(status.isComplete() ? ExitCode.OK : ExitCode.INTERRUPTED)
                : status.failure().map(problem -> ExitCode.of(problem.kind()));
    }

    @Override
    public List<JobLog.Line> lines() {
        return node.events().stream()
                .filter(event -> event.image()
                        .filter(hash -> hash.equals(image.infoHash()))
                        .isPresent())
                .map(event -> new JobLog.Line(event.time(), event.text()))
                .toList();
    }

    @Override
    public void pause() {
        image.pause();
    }

    @Override
    public void resume() {
        image.resume();
    }

    @Override
    public void stop() {
        image.stop("asked to");
    }

    /** Its work is done when it is complete, though it goes on to serve others. */
    @Override
    public Optional<ExitCode> await(Duration most) {
        if (image.isComplete()) {
            return Optional.of(ExitCode.OK);
        }
        Optional<ExitCode> ended = exitCode();
        if (ended.isEmpty()) {
            new CancelToken().pause(most);
        }
        return ended;
    }
}
