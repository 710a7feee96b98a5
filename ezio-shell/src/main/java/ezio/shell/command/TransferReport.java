package ezio.shell.command;

import ezio.core.problem.Problem;
import ezio.core.swarm.TransferStatus;
import ezio.core.unit.ByteSize;
import ezio.shell.console.Console;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import ezio.verb.live.SwarmImage;
import ezio.verb.live.TransferListener;
import java.util.Map;

/** Shows what becomes of transfers. */
class TransferReport implements TransferListener {

    private final Console console;
    private final String step;

    /**
     * @param step "seed" or "restore"
     */
    TransferReport(Console console, String step) {
        this.console = console;
        this.step = step;
    }

    final Console console() {
        return console;
    }

    final Event event(EventKind kind, String text, Map<String, Object> fields) {
        return new Event(kind, step, text, fields);
    }

    @Override
    public void status(SwarmImage image, TransferStatus status) {
        if (status.state() != TransferStatus.State.FAILED) {
            console.progress(TransferWords.line(image, status));
        }
    }

    @Override
    public void completed(SwarmImage image, TransferStatus status) {}

    @Override
    public void failed(SwarmImage image, Problem problem) {
        console.progressEnded(image.infoHash().hex());
        console.say(event(EventKind.FAILED, image.name() + ": not complete", Map.of("image", image.name())));
        console.problem(problem, ExitCode.of(problem.kind()));
    }

    @Override
    public void stopped(SwarmImage image, TransferStatus status, String reason) {
        console.progressEnded(image.infoHash().hex());
        String text = image.name() + ": stopped (" + reason + "), " + ByteSize.print(status.uploadedBytes()) + " sent";
        console.say(event(
                EventKind.STOPPED,
                text,
                Map.of(
                        "image",
                        image.name(),
                        "reason",
                        reason,
                        "uploadedBytes",
                        status.uploadedBytes(),
                        "copies",
                        status.copies())));
    }
}
