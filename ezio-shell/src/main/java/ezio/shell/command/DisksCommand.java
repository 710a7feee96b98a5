package ezio.shell.command;

import ezio.core.disk.DeviceFailure;
import ezio.core.disk.DiskEntry;
import ezio.core.disk.Disks;
import ezio.core.disk.TargetGuard;
import ezio.core.disk.TargetRefused;
import ezio.core.unit.ByteSize;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.console.Table;
import ezio.shell.env.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ezio disks}. */
@Command(name = "disks", description = "Lists disks and partitions, and which of them a restore would refuse, and why.")
final class DisksCommand extends EzioCommand {

    // CommandLineRunner has seen it already.
    @Option(names = "--json", description = "the same as --output json")
    boolean json;

    DisksCommand(Session session) {
        super(session);
    }

    private record Row(DiskEntry disk, List<TargetRefused> refusals) {}

    @Override
    ExitCode run() {
        List<Row> rows = rows(Disks.ofThisSystem(), TargetGuard.ofThisSystem());
        Table table = new Table("DEVICE", "SIZE", "FILE SYSTEM", "MOUNTED", "NOTE");
        rows.forEach(row -> table.add(
                (row.disk.parent().isPresent() ? "  " : "") + row.disk.path(),
                ByteSize.print(row.disk.sizeBytes()),
                row.disk.fileSystem().orElse("–"),
                row.disk.mountPoints().isEmpty() ? "–" : String.join(" ", row.disk.mountPoints()),
                note(row)));
        session()
                .console()
                .result(Event.of(EventKind.DISKS, "disks", rows.isEmpty() ? "no disks found" : table.text())
                        .with("disks", rows.stream().map(DisksCommand::fields).toList()));
        return ExitCode.OK;
    }

    private static List<Row> rows(Disks disks, TargetGuard guard) {
        return disks.list().stream()
                .map(disk -> new Row(disk, refusals(guard, disk)))
                .toList();
    }

    /** Returns the disks and partitions, as JSON has them; blocks as {@link Disks#list}. */
    static List<Map<String, Object>> all(Disks disks, TargetGuard guard) {
        return rows(disks, guard).stream().map(DisksCommand::fields).toList();
    }

    private static List<TargetRefused> refusals(TargetGuard guard, DiskEntry disk) {
        try {
            return guard.examine(disk.path(), 0, "");
        } catch (DeviceFailure e) {
            // It went away after it was listed.
            return List.of();
        }
    }

    private static String note(Row row) {
        List<String> notes = new ArrayList<>();
        if (!row.refusals.isEmpty()) {
            notes.add(row.refusals.stream()
                    .map(refused -> refused.refusal().id())
                    .distinct()
                    .collect(Collectors.joining(", ", "restore refused (", ")")));
        }
        if (row.disk.parent().isEmpty()) {
            row.disk.model().ifPresent(notes::add);
        }
        return String.join("; ", notes);
    }

    private static Map<String, Object> fields(Row row) {
        DiskEntry disk = row.disk;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("path", disk.path().toString());
        fields.put("kind", disk.kind().name().toLowerCase(java.util.Locale.ROOT));
        fields.put("sizeBytes", disk.sizeBytes());
        fields.put("parent", disk.parent().map(Object::toString).orElse(null));
        fields.put("fileSystem", disk.fileSystem().orElse(null));
        fields.put("label", disk.label().orElse(null));
        fields.put("mountPoints", disk.mountPoints());
        fields.put("swap", disk.isSwap());
        fields.put("holders", disk.holders().stream().map(Object::toString).toList());
        fields.put("rotational", disk.isRotational());
        fields.put("readOnly", disk.isReadOnly());
        fields.put("removable", disk.isRemovable());
        fields.put("model", disk.model().orElse(null));
        fields.put(
                "refused",
                row.refusals.stream()
                        .map(refused -> Map.of("id", refused.refusal().id(), "message", refused.getMessage()))
                        .toList());
        return fields;
    }
}
