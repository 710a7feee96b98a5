package ezio.shell.command;

import ezio.core.unit.ByteSize;
import ezio.partclone.clonezilla.ClonezillaImage;
import ezio.partclone.clonezilla.PartitionTable;
import ezio.partclone.clonezilla.SavedPart;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.console.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what a directory of Clonezilla's holds. */
final class SavedDiskText {

    private SavedDiskText() {}

    /** Returns the event for {@code image show} of a directory. */
    static Event of(ClonezillaImage image) {
        List<String> lines = new ArrayList<>();
        lines.add("disks   " + (image.disks().isEmpty() ? "none saved whole" : String.join(" ", image.disks())));
        image.id().ifPresent(id -> lines.add("id      " + id));
        for (PartitionTable table : image.tables()) {
            lines.add("table   " + table.disk() + ": "
                    + (table.label().isEmpty() ? "" : table.label() + ", ")
                    + table.entries().size() + " partitions, sectors of " + table.sectorBytes() + " bytes");
        }
        image.volumeGroups().forEach(group -> lines.add("group   " + group.name() + " on " + group.device()));
        if (image.isPseudo()) {
            lines.add("note    a pseudo image: its data is kept elsewhere");
        }
        Table table = new Table("PART", "FILE SYSTEM", "SIZE", "HOLDS", "FILE");
        image.parts()
                .forEach(part -> table.add(
                        part.name(),
                        part.fileSystem().orElse("–"),
                        size(image, part),
                        part.content().words(),
                        part.data().map(path -> path.getFileName().toString()).orElse("–")));
        return Event.of(EventKind.SAVED_DISK, "show", String.join("\n", lines) + "\n" + table.text())
                .with("directory", image.directory().toString())
                .with("disks", image.disks())
                .with("id", image.id().orElse(null))
                .with("pseudo", image.isPseudo())
                .with(
                        "volumeGroups",
                        image.volumeGroups().stream()
                                .map(group ->
                                        Map.of("name", group.name(), "device", group.device(), "uuid", group.uuid()))
                                .toList())
                .with(
                        "parts",
                        image.parts().stream().map(part -> fields(image, part)).toList());
    }

    private static String size(ClonezillaImage image, SavedPart part) {
        return image.sizeBytes(part.name()).map(ByteSize::print).or(part::size).orElse("–");
    }

    private static Map<String, Object> fields(ClonezillaImage image, SavedPart part) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", part.name());
        fields.put("device", part.device());
        fields.put("fileSystem", part.fileSystem().orElse(null));
        fields.put("sizeBytes", image.sizeBytes(part.name()).orElse(null));
        fields.put("content", part.content().name().toLowerCase(java.util.Locale.ROOT));
        fields.put("data", part.data().map(Object::toString).orElse(null));
        part.swap().ifPresent(swap -> {
            fields.put("swapUuid", swap.uuid().orElse(null));
            fields.put("swapLabel", swap.label().orElse(null));
        });
        return fields;
    }
}
