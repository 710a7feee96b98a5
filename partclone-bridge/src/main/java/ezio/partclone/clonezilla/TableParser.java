package ezio.partclone.clonezilla;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code sda-pt.sf}.
 *
 * <pre>
 *   label: gpt
 *   sector-size: 512
 *   /dev/sda1 : start=        2048, size=     1048576, type=83, bootable
 *   /dev/sda1 : start=        2048, size=     1048576, Id=83          before sfdisk 2.26
 * </pre>
 */
final class TableParser {

    private static final Pattern ENTRY = Pattern.compile("/dev/(\\S+) : (.*)");
    private static final Pattern FIELD = Pattern.compile("(\\w+) *= *(\"[^\"]*\"|[^,\\s]*)");
    private static final int OLD_SECTOR_BYTES = 512;
    private static final int MAX_SECTOR_BYTES = 1 << 20;
    private static final long MAX_SECTORS = 1L << 42;

    private final Path file;
    private String label = "";
    private int sectorBytes = OLD_SECTOR_BYTES;
    private final List<PartitionTable.Entry> entries = new ArrayList<>();

    private TableParser(Path file) {
        this.file = file;
    }

    static PartitionTable parse(String disk, Path file, List<String> lines) {
        TableParser parser = new TableParser(file);
        for (int i = 0; i < lines.size(); i++) {
            parser.take(lines.get(i).strip(), i + 1);
        }
        return new PartitionTable(disk, parser.label, parser.sectorBytes, parser.entries);
    }

    private void take(String line, int number) {
        Matcher entry = ENTRY.matcher(line);
        if (line.startsWith("label:")) {
            label = line.substring("label:".length()).strip();
        } else if (line.startsWith("sector-size:")) {
            sectorBytes = (int) number(line.substring("sector-size:".length()).strip(), number, MAX_SECTOR_BYTES);
        } else if (entry.matches()) {
            takeEntry(entry.group(1), entry.group(2), number);
        }
    }

    private void takeEntry(String name, String rest, int number) {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        FIELD.matcher(rest).results().forEach(field -> fields.put(field.group(1), field.group(2)));
        long size = number(fields.getOrDefault("size", ""), number, MAX_SECTORS);
        // Old versions of sfdisk list four primary partitions, used or not.
        if (size > 0) {
            entries.add(new PartitionTable.Entry(
                    name,
                    number(fields.getOrDefault("start", ""), number, MAX_SECTORS),
                    size,
                    fields.getOrDefault("type", fields.getOrDefault("id", "")),
                    rest.contains("bootable")));
        }
    }

    private long number(String text, int line, long most) {
        if (!text.matches("\\d{1,18}") || Long.parseLong(text) > most) {
            throw BadClonezillaImage.badLine(file, line, "a number from 0 to " + most + " was expected");
        }
        return Long.parseLong(text);
    }
}
