package ezio.shell.command;

import ezio.core.swarm.PeerStatus;
import ezio.core.unit.Rate;
import ezio.core.unit.TimeSpan;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.console.Table;
import ezio.shell.env.ExitCode;
import ezio.verb.live.SwarmImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code peers}, in a session. */
@Command(
        name = "peers",
        description =
                "In a session: lists who has how much of which image, how fast it comes and goes, and since when.")
final class PeersCommand extends EzioCommand {

    @Parameters(paramLabel = "IMAGE", arity = "0..*", description = "only of these images")
    private List<String> names = List.of();

    private record Row(SwarmImage image, PeerStatus peer) {}

    PeersCommand(Session session) {
        super(session);
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        List<? extends SwarmImage> images = session().needLive("peers").images();
        for (String name : names) {
            if (images.stream().noneMatch(image -> image.name().equals(name))) {
                throw new UsageProblem("no image \"" + name + "\" is on the node", "\"status\" lists them");
            }
        }
        List<Row> rows = new ArrayList<>();
        images.stream()
                .filter(image -> names.isEmpty() || names.contains(image.name()))
                .forEach(image -> image.status().peers().stream()
                        .sorted(Comparator.comparingDouble(PeerStatus::has))
                        .forEach(peer -> rows.add(new Row(image, peer))));
        Table table = new Table("PEER", "IMAGE", "HAS", "FROM IT", "TO IT", "SINCE", "PROGRAM");
        rows.forEach(row -> table.add(
                TransferWords.text(row.peer.address()),
                row.image.name(),
                (int) Math.floor(row.peer.has() * 100) + " %",
                rate(row.peer.download()),
                rate(row.peer.upload()),
                TimeSpan.printRounded(row.peer.connectedFor()),
                row.peer.client()));
        session()
                .console()
                .result(Event.of(EventKind.PEERS, "peers", rows.isEmpty() ? nobody(images) : table.text())
                        .with("peers", rows.stream().map(PeersCommand::fields).toList()));
        return ExitCode.OK;
    }

    /** Returns the peers of images, as JSON has them. */
    static List<Map<String, Object>> all(List<? extends SwarmImage> images) {
        return images.stream()
                .flatMap(image -> image.status().peers().stream().map(peer -> fields(new Row(image, peer))))
                .toList();
    }

    private String nobody(List<? extends SwarmImage> images) {
        return images.isEmpty() ? "nothing is seeded or restored " + session().where() : "no peer is connected";
    }

    private static String rate(Rate rate) {
        return rate.bytesPerSecond() < 1 ? "–" : rate.toString();
    }

    private static Map<String, Object> fields(Row row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("image", row.image.name());
        fields.putAll(TransferWords.peer(row.peer));
        return fields;
    }
}
