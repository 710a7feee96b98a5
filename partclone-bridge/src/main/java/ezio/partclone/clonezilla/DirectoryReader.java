package ezio.partclone.clonezilla;

import ezio.partclone.clonezilla.ClonezillaImage.VolumeGroup;
import ezio.partclone.clonezilla.SavedPart.Content;
import ezio.partclone.clonezilla.SavedPart.Swap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts together what the lists and the names in a directory say. */
final class DirectoryReader {

    private static final Pattern ID = Pattern.compile("(?:.*\\s)?IMG_ID=\"?([0-9a-fA-F]+)\"?.*");
    private static final Pattern SWAP_FILE = Pattern.compile("swappt-(.+)\\.info");
    private static final String TABLE_END = "-pt.sf";

    private final Path directory;
    private final ListFiles files;
    private final SortedSet<String> names;
    private final DataFiles dataFiles;
    private final Map<String, List<String>> byDevice = new HashMap<>();
    private final List<PartitionTable> tables = new ArrayList<>();
    private final List<VolumeGroup> groups = new ArrayList<>();

    DirectoryReader(Path directory) {
        this.directory = directory;
        this.files = new ListFiles(directory);
        this.names = files.names();
        this.dataFiles = new DataFiles(directory, names);
    }

    ClonezillaImage read() {
        files.words("dev-fs.list").forEach(words -> byDevice.put(words.get(0), words));
        names.stream().filter(name -> name.endsWith(TABLE_END)).forEach(this::readTable);
        readGroups();
        List<SavedPart> parts = readParts();
        if (parts.isEmpty()) {
            throw BadClonezillaImage.nothingThere(directory);
        }
        return new ClonezillaImage(
                directory,
                files.words("disk").stream().flatMap(List::stream).toList(),
                parts,
                tables,
                groups,
                readId(),
                names.contains("00-pseudo-img-note.txt"));
    }

    private void readTable(String name) {
        String disk = name.substring(0, name.length() - TABLE_END.length());
        tables.add(TableParser.parse(disk, files.path(name), files.lines(name)));
    }

    private void readGroups() {
        for (List<String> words : files.words("lvm_vg_dev.list")) {
            if (words.size() >= 2) {
                groups.add(new VolumeGroup(words.get(0), words.get(1), words.size() > 2 ? words.get(2) : ""));
            }
        }
    }

    private Optional<String> readId() {
        return files.lines("Info-img-id.txt").stream()
                .map(ID::matcher)
                .filter(Matcher::matches)
                .map(id -> id.group(1))
                .findFirst();
    }

    private List<SavedPart> readParts() {
        List<SavedPart> parts = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (List<String> words : files.words("parts")) {
            words.stream().filter(seen::add).forEach(name -> parts.add(part(name, "/dev/" + name)));
        }
        for (List<String> words : files.words("lvm_logv.list")) {
            String device = words.get(0);
            String name = device.replaceFirst("^/dev/(mapper/)?", "").replace('/', '-');
            if (seen.add(name)) {
                parts.add(part(name, device));
            }
        }
        for (String file : names) {
            Matcher swap = SWAP_FILE.matcher(file);
            if (swap.matches() && seen.add(swap.group(1))) {
                parts.add(part(swap.group(1), "/dev/" + swap.group(1)));
            }
        }
        for (String name : dataFiles.parts()) {
            if (seen.add(name)) {
                parts.add(part(name, "/dev/" + name));
            }
        }
        return parts;
    }

    private SavedPart part(String name, String device) {
        Optional<DataFiles.Found> found = dataFiles.find(name);
        List<String> listed = byDevice.getOrDefault(device, List.of());
        Optional<String> fileSystem = listed.size() > 1
                ? Optional.of(listed.get(1))
                : found.map(DataFiles.Found::fileSystem).filter(fs -> !fs.isEmpty() && !fs.equals("dd"));
        Optional<Swap> swap = names.contains("swappt-" + name + ".info") ? Optional.of(swap(name)) : Optional.empty();
        return new SavedPart(
                name,
                device,
                fileSystem,
                listed.size() > 2 ? Optional.of(listed.get(2)) : Optional.empty(),
                found.map(DataFiles.Found::content).orElseGet(() -> contentWithoutData(name, device)),
                found.map(data -> directory.resolve(data.base())),
                swap);
    }

    private Content contentWithoutData(String name, String device) {
        if (names.contains("swappt-" + name + ".info")) {
            return Content.SWAP;
        }
        if (groups.stream().anyMatch(group -> group.device().equals(device))) {
            return Content.LVM;
        }
        boolean isExtended =
                tables.stream().flatMap(table -> table.entry(name).stream()).anyMatch(PartitionTable.Entry::isExtended);
        return isExtended ? Content.EXTENDED : Content.MISSING;
    }

    private Swap swap(String name) {
        String text = String.join("\n", files.lines("swappt-" + name + ".info"));
        return new Swap(value(text, "UUID"), value(text, "LABEL"));
    }

    private static Optional<String> value(String text, String key) {
        Matcher matcher = Pattern.compile("(?m)^" + key + "=\"?([^\"\n]*)\"?").matcher(text);
        return matcher.find() && !matcher.group(1).isEmpty() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
