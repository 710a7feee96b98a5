package ezio.shell.command;

import ezio.core.problem.Problem;
import ezio.core.swarm.Transfer;
import ezio.core.swarm.TransferStatus;
import ezio.core.unit.ByteSize;
import ezio.shell.console.Console;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import ezio.verb.TransferListener;
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
    public void status(Transfer transfer, TransferStatus status) {
        if (status.state() != TransferStatus.State.FAILED) {
            console.progress(TransferWords.line(transfer, status));
        }
    }

    @Override
    public void completed(Transfer transfer, TransferStatus status) {}

    @Override
    public void failed(Transfer transfer, Problem problem) {
        console.progressEnded(transfer.torrent().infoHash().hex());
        console.say(event(
                EventKind.FAILED,
                transfer.torrent().name() + ": not complete",
                Map.of("image", transfer.torrent().name())));
        console.problem(problem, ExitCode.of(problem.kind()));
    }

    @Override
    public void stopped(Transfer transfer, TransferStatus status, String reason) {
        console.progressEnded(transfer.torrent().infoHash().hex());
        String text = transfer.torrent().name() + ": stopped (" + reason + "), "
                + ByteSize.print(status.uploadedBytes()) + " sent";
        console.say(event(
                EventKind.STOPPED,
                text,
                Map.of(
                        "image",
                        transfer.torrent().name(),
                        "reason",
                        reason,
                        "uploadedBytes",
                        status.uploadedBytes(),
                        "copies",
                        status.copies())));
    }
}
