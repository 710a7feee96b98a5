package ezio.shell.command;

import ezio.core.swarm.TransferStatus;
import ezio.shell.console.Console;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.verb.live.LiveEvent;
import ezio.verb.live.LiveImage;
import ezio.verb.live.LiveListener;
import ezio.verb.live.LiveNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prints and logs what happens on a daemon's node, and every five seconds how its images stand, as EZIO does. */
final class DaemonReport implements LiveListener {

    private static final Logger LOG = LoggerFactory.getLogger("ezio.daemon.events");

    private final Console console;
    private final Map<LiveImage, String> last = new HashMap<>();

    DaemonReport(Console console) {
        this.console = console;
    }

    @Override
    public void happened(LiveEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>(event.fields());
        fields.put("alert", event.kind().id());
        event.image().ifPresent(hash -> fields.put("infoHash", hash.hex()));
        fields.put("image", event.imageName());
        event.problem().flatMap(problem -> problem.remedy()).ifPresent(remedy -> fields.put("remedy", remedy));
        String text = event.imageName().isEmpty() ? event.text() : event.imageName() + ": " + event.text();
        if (isTrouble(event.kind())) {
            LOG.warn("{}: {}", event.kind().id(), text);
        } else {
            LOG.info("{}: {}", event.kind().id(), text);
        }
        console.say(new Event(EventKind.ALERT, "daemon", text, fields));
    }

    private static boolean isTrouble(LiveEvent.Kind kind) {
        return switch (kind) {
            case FAILED, BAD_PIECE, PEER_BANNED, TRACKER_FAILED -> true;
            default -> false;
        };
    }

    /** Prints a line for each image that has moved since the last time. */
    void stand(LiveNode node) {
        List<LiveImage> images = node.images();
        last.keySet().retainAll(images);
        for (LiveImage image : images) {
            TransferStatus status = image.status();
            String line = line(image, status);
            if (!line.equals(last.put(image, line))) {
                console.say(Event.of(EventKind.NOTE, "daemon", line));
            }
        }
    }

    private static String line(LiveImage image, TransferStatus status) {
        return String.format(
                Locale.ROOT,
                "[%s][%d%%][D: %.2fMB/s][U: %.2fMB/s][%s%s]",
                image.path(),
                (int) (status.fraction() * 100),
                status.download().bytesPerSecond() / (1 << 20),
                status.upload().bytesPerSecond() / (1 << 20),
                status.isPaused() ? "P" : " ",
                status.isComplete() ? "F" : " ");
    }
}
