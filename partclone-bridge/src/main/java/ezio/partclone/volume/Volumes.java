package ezio.partclone.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of one image, in order: one file, or what {@code split} made of it.
 *
 * <pre>
 *   sda1.ext4-ptcl-img.gz.aa     suffixes of two or three letters, counted up from aa or aaa without a gap
 *   sda1.ext4-ptcl-img.gz.ab     all as long as the first, the last one at most
 * </pre>
 *
 * Immutable; sizes are those when it was made.
 */
public final class Volumes {

    private static final Pattern SUFFIX = Pattern.compile("(.+)\\.([a-z]{2,3})", Pattern.DOTALL);
    private static final Set<String> NO_VOLUMES =
            Set.of("gz", "xz", "lz", "dd", "zst", "lzo", "lrz", "img", "raw", "tmp");

    /**
     * One file.
     *
     * @param startBytes where its first byte is in the whole
     */
    record Volume(Path path, long startBytes, long sizeBytes) {}

    private final Path base;
    private final List<Volume> list;

    private Volumes(Path base, List<Volume> list) {
        this.base = base;
        this.list = List.copyOf(list);
    }

    /**
     * Finds the volumes that belong to {@code path}: the path of one file, of any of the volumes, or the name that they
     * have in common. Looks at the directory, not into the files.
     *
     * @throws BadVolume if there is none, one is missing or one is too short
     */
    public static Volumes find(Path path) {
        if (path.getFileName() == null) {
            throw BadVolume.notAFile(path);
        }
        Matcher suffix = SUFFIX.matcher(path.getFileName().toString());
        if (suffix.matches() && isVolume(path, suffix.group(1), suffix.group(2))) {
            return split(path.resolveSibling(suffix.group(1)), suffix.group(2).length());
        }
        if (Files.exists(path)) {
            return single(path);
        }
        for (int letters = 2; letters <= 3; letters++) {
            if (!NO_VOLUMES.containsAll(suffixes(path, letters))) {
                return split(path, letters);
            }
        }
        throw BadVolume.noSuchFile(path);
    }

    /**
     * Tells whether {@code path} is one of several volumes, or the name that they have in common. Looks at the
     * directory.
     */
    public static boolean areAt(Path path) {
        if (path.getFileName() == null) {
            return false;
        }
        Matcher suffix = SUFFIX.matcher(path.getFileName().toString());
        if (Files.exists(path)) {
            return suffix.matches() && isVolume(path, suffix.group(1), suffix.group(2));
        }
        Path directory = path.toAbsolutePath().getParent();
        return Files.isDirectory(directory)
                && (!NO_VOLUMES.containsAll(suffixes(path, 2)) || !NO_VOLUMES.containsAll(suffixes(path, 3)));
    }

    private static boolean isVolume(Path path, String base, String letters) {
        if (Files.exists(path.resolveSibling(base + "." + "a".repeat(letters.length())))) {
            return !isPackedWhole(path, letters);
        }
        // Only Clonezilla's names tell that a first volume is missing; "disk.dd" is no volume.
        return letters.length() == 2 && base.contains("-img") && !NO_VOLUMES.contains(letters);
    }

    // "x-img.gz" beside volumes "x-img.aa": another image of the same name, not volume gz of 676.
    private static boolean isPackedWhole(Path path, String letters) {
        return NO_VOLUMES.contains(letters)
                && !Files.exists(path.resolveSibling(before(path.getFileName().toString())));
    }

    private static String before(String name) {
        char[] chars = name.toCharArray();
        int at = chars.length - 1;
        while (chars[at] == 'a') {
            chars[at--] = 'z';
        }
        chars[at]--;
        return new String(chars);
    }

    private static Volumes single(Path path) {
        return new Volumes(path, List.of(new Volume(path, 0, size(path))));
    }

    private static Volumes split(Path base, int letters) {
        NavigableSet<String> found = suffixes(base, letters);
        List<Volume> list = new ArrayList<>();
        long start = 0;
        for (String suffix = "a".repeat(letters); found.remove(suffix); suffix = after(suffix)) {
            Path path = withSuffix(base, suffix);
            long size = size(path);
            list.add(new Volume(path, start, size));
            start += size;
        }
        found.removeAll(NO_VOLUMES);
        if (!found.isEmpty()) {
            String missing = list.isEmpty() ? "a".repeat(letters) : after(lastSuffix(list, letters));
            throw BadVolume.missing(
                    withSuffix(base, missing), list.size() + found.size(), withSuffix(base, found.last()));
        }
        if (list.isEmpty()) {
            throw BadVolume.noSuchFile(base);
        }
        checkSizes(list);
        return new Volumes(base, list);
    }

    private static NavigableSet<String> suffixes(Path base, int letters) {
        String prefix = base.getFileName() + ".";
        Path directory = base.toAbsolutePath().getParent();
        NavigableSet<String> suffixes = new TreeSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()))
                    .filter(suffix -> suffix.matches("[a-z]{" + letters + "}"))
                    .forEach(suffixes::add);
        } catch (NoSuchFileException e) {
            throw BadVolume.noSuchFile(base);
        } catch (IOException e) {
            throw BadVolume.unreadable(directory, e);
        }
        return suffixes;
    }

    private static String lastSuffix(List<Volume> list, int letters) {
        String name = list.get(list.size() - 1).path.getFileName().toString();
        return name.substring(name.length() - letters);
    }

    private static String after(String suffix) {
        char[] chars = suffix.toCharArray();
        int at = chars.length - 1;
        while (at >= 0 && chars[at] == 'z') {
            chars[at--] = 'a';
        }
        if (at < 0) {
            return "";
        }
        chars[at]++;
        return new String(chars);
    }

    private static void checkSizes(List<Volume> list) {
        long full = list.get(0).sizeBytes;
        for (int i = 1; i < list.size(); i++) {
            Volume volume = list.get(i);
            boolean isLast = i == list.size() - 1;
            if (isLast ? volume.sizeBytes > full : volume.sizeBytes != full) {
                throw BadVolume.wrongSize(volume.path, volume.sizeBytes, full);
            }
        }
    }

    private static long size(Path path) {
        try {
            if (!Files.isRegularFile(path)) {
                throw BadVolume.notAFile(path);
            }
            return Files.size(path);
        } catch (IOException e) {
            throw BadVolume.unreadable(path, e);
        }
    }

    private static Path withSuffix(Path base, String suffix) {
        return base.resolveSibling(base.getFileName() + "." + suffix);
    }

    /** Returns the file, or what the names of the volumes have in common. */
    public Path base() {
        return base;
    }

    /** Returns the files, one or more, in order. */
    public List<Path> paths() {
        return list.stream().map(Volume::path).toList();
    }

    /** Returns the sum of the files' sizes, as they are stored. */
    public long totalBytes() {
        Volume last = list.get(list.size() - 1);
        return last.startBytes + last.sizeBytes;
    }

    List<Volume> list() {
        return list;
    }

    /** Returns in which file the stored byte {@code offsetBytes} of the whole is; the last file's end for its end. */
    public Place placeOf(long offsetBytes) {
        int i = list.size() - 1;
        while (list.get(i).startBytes > offsetBytes) {
            i--;
        }
        return new Place(list.get(i).path, offsetBytes - list.get(i).startBytes, true);
    }

    @Override
    public String toString() {
        return list.size() == 1 ? list.get(0).path.toString() : base + ".*";
    }
}
