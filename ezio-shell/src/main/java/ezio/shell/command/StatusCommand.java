package ezio.shell.command;

import ezio.core.swarm.PeerStatus;
import ezio.core.swarm.TransferStatus;
import ezio.core.unit.ByteSize;
import ezio.core.unit.TimeSpan;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.console.Table;
import ezio.shell.env.ExitCode;
import ezio.shell.job.LiveSession;
import ezio.verb.live.SwarmImage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status}, in a session. */
@Command(name = "status", description = "In a session: shows how the images stand that are seeded or restored.")
final class StatusCommand extends EzioCommand {

    private static final long TICK_MS = 500;

    @Option(names = "--watch", description = "show it until Ctrl-C")
    private boolean watches;

    StatusCommand(Session session) {
        super(session);
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        LiveSession live = session().needLive("status");
        if (watches) {
            watch(live);
            return ExitCode.OK;
        }
        List<? extends SwarmImage> images = live.images();
        Table table = new Table("IMAGE", "STATE", "HAS", "DOWN", "UP", "PEERS", "COPIES", "SINCE", "PATH");
        images.forEach(image -> row(table, image, image.status()));
        session()
                .console()
                .result(Event.of(
                                EventKind.STATUS,
                                "status",
                                images.isEmpty()
                                        ? "nothing is seeded or restored "
                                                + session().where()
                                        : table.text())
                        .with(
                                "images",
                                images.stream().map(StatusCommand::fields).toList()));
        return ExitCode.OK;
    }

    private void watch(LiveSession live) {
        CountDownLatch stopped = new CountDownLatch(1);
        session().onStopSay(() -> "no longer watching");
        session().cancel().onCancel(stopped::countDown);
        Set<String> shown = Set.of();
        try {
            do {
                shown = show(live.images(), shown);
            } while (!stopped.await(TICK_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            shown.forEach(session().console()::progressEnded);
        }
    }

    /** Shows how images stand, and no longer those that have left the node; returns the ids of what is shown. */
    private Set<String> show(List<? extends SwarmImage> images, Set<String> before) {
        Set<String> ids = new HashSet<>();
        for (SwarmImage image : images) {
            session().console().progress(TransferWords.line(image, image.status()));
            ids.add(image.infoHash().hex());
        }
        before.stream().filter(id -> !ids.contains(id)).forEach(session().console()::progressEnded);
        return ids;
    }

    private static void row(Table table, SwarmImage image, TransferStatus status) {
        long full = status.peers().stream().filter(PeerStatus::hasEverything).count();
        table.add(
                image.name(),
                state(status),
                (int) Math.floor(status.fraction() * 100) + " % of " + ByteSize.print(status.bytesTotal()),
                status.download().bytesPerSecond() < 1 ? "–" : status.download().toString(),
                status.upload().bytesPerSecond() < 1 ? "–" : status.upload().toString(),
                status.peers().size() + (full == 0 ? "" : " (" + full + " full)"),
                String.valueOf(status.copies()),
                TimeSpan.printRounded(Duration.between(image.since(), Instant.now())),
                image.path().toString());
    }

    private static String state(TransferStatus status) {
        return status.isPaused() ? "paused" : status.state().name().toLowerCase(Locale.ROOT);
    }

    static Map<String, Object> fields(SwarmImage image) {
        TransferStatus status = image.status();
        Map<String, Object> fields = new LinkedHashMap<>(TransferWords.fields(image, status));
        fields.put("role", image.role().name().toLowerCase(Locale.ROOT));
        fields.put("path", image.path().toString());
        fields.put("paused", status.isPaused());
        fields.put("totalBytes", status.bytesTotal());
        fields.put("since", image.since().toString());
        return fields;
    }
}
