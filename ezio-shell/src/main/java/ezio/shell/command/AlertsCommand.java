package ezio.shell.command;

import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import ezio.shell.job.Alerts;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alerts}, in a session. */
@Command(
        name = "alerts",
        description = "In a session: lists what has happened: jobs, peers that came and went, what failed. The same"
                + " appears above the prompt while it happens.")
final class AlertsCommand extends EzioCommand {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    @Option(names = "--last", paramLabel = "N", description = "only the last N; default: 20")
    private int last = 20;

    AlertsCommand(Session session) {
        super(session);
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        if (last < 1) {
            throw new UsageProblem("--last: " + last + " is below 1", null);
        }
        List<Alerts.Alert> all = session().needLive("alerts").alerts();
        List<Alerts.Alert> shown = all.subList(Math.max(0, all.size() - last), all.size());
        String text = shown.stream()
                .map(alert -> CLOCK.format(alert.time()) + "  "
                        + alert.text().replace("\n", "\n" + " ".repeat("00:00:00  ".length())))
                .collect(Collectors.joining("\n"));
        session()
                .console()
                .result(Event.of(EventKind.ALERTS, "alerts", shown.isEmpty() ? "nothing has happened yet" : text)
                        .with(
                                "alerts",
                                shown.stream()
                                        .map(alert -> Map.of("at", alert.time().toString(), "text", alert.text()))
                                        .toList()));
        return ExitCode.OK;
    }
}
