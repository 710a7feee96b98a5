package ezio.partclone.clonezilla;

import ezio.partclone.clonezilla.SavedPart.Content;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the images of partitions by the names of the files in a directory.
 *
 * <pre>
 *   PART.FS-ptcl-img.COMPRESSION[.aa]     partclone; where FS is dd, raw
 *   PART.FS-img[.aa]                      the same, or ntfsclone, before it was named so
 *   PART.000, PART.aa                     partimage
 * </pre>
 */
final class DataFiles {

    private static final Pattern PARTCLONE = Pattern.compile(
            "(?<base>(?<part>.+)\\.(?<fs>[a-zA-Z0-9+_]+)-(ptcl-)?img(\\.(gz|bz2|lzo|lz4|lzma|xz|lzip|lrz|zst|uncomp))?)"
                    + "(\\.[a-z]{2,3})?");
    private static final Pattern PARTIMAGE = Pattern.compile("(?<part>.+)\\.(000|aa)");

    /** What was found of one partition. */
    record Found(String part, String base, String fileSystem, Content content) {}

    private final Path directory;
    private final TreeMap<String, List<Found>> byPart = new TreeMap<>();

    DataFiles(Path directory, Collection<String> names) {
        this.directory = directory;
        TreeSet<String> bases = new TreeSet<>();
        for (String name : names) {
            Matcher partclone = PARTCLONE.matcher(name);
            Matcher partimage = PARTIMAGE.matcher(name);
            if (name.endsWith(".info") || name.endsWith(".info.gz")) {
                continue;
            }
            if (partclone.matches()) {
                if (bases.add(partclone.group("base"))) {
                    add(partclone.group("part"), partclone.group("base"), partclone.group("fs"));
                }
            } else if (partimage.matches() && !name.contains("-img")) {
                String part = partimage.group("part");
                put(new Found(part, name, "", Content.PARTIMAGE));
            }
        }
    }

    private void add(String part, String base, String fileSystem) {
        Content content;
        if (fileSystem.equals("dd")) {
            content = Content.RAW;
        } else if (base.contains("-ptcl-img")) {
            content = Content.PARTCLONE;
        } else {
            content = Content.OLD;
        }
        put(new Found(part, base, fileSystem, content));
    }

    private void put(Found found) {
        byPart.computeIfAbsent(found.part, part -> new ArrayList<>()).add(found);
    }

    Collection<String> parts() {
        return byPart.keySet();
    }

    /**
     * @throws BadClonezillaImage if there are several, since nothing tells which one is meant
     */
    Optional<Found> find(String part) {
        List<Found> found = byPart.getOrDefault(part, List.of());
        if (found.size() > 1) {
            throw BadClonezillaImage.severalImages(
                    directory, part, found.stream().map(Found::base).toList());
        }
        return found.stream().findFirst();
    }
}
