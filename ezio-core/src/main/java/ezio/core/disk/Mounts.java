package ezio.core.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is mounted where, and what is used as swap, at the moment it was read. Immutable.
 *
 * <p>Mount points are text, not paths: in the C locale a JVM cannot make a {@link Path} of every name.
 */
public final class Mounts {

    /**
     * A mounted file system.
     *
     * @param deviceNumber "major:minor" as the file system reports it. For btrfs, overlay, tmpfs and others without one
     *     block device the major number is 0 and tells nothing about a disk
     * @param source what was mounted: "/dev/sda1", "tmpfs", "server:/export"
     * @param isWritable whether the file system may be written to, there or where else it is mounted
     */
    public record Mount(String deviceNumber, String mountPoint, String fileSystem, String source, boolean isWritable) {

        private boolean isFrom(String number, Collection<String> paths) {
            return deviceNumber.equals(number) || sources().stream().anyMatch(paths::contains);
        }

        // bcachefs names all of its devices: "/dev/sda:/dev/sdb".
        private List<String> sources() {
            return fileSystem.equals("bcachefs") ? Arrays.asList(source.split(":", -1)) : List.of(source);
        }
    }

    private final List<Mount> mounts;
    private final List<String> swaps;

    private Mounts(Collection<Mount> mounts, List<String> swaps) {
        this.mounts = List.copyOf(mounts);
        this.swaps = List.copyOf(swaps);
    }

    /**
     * Reads the mounts that this process sees and, where that is allowed, those that the first process sees: a shell in
     * a mount name space of its own must not take a disk for free that the rest of the system uses.
     */
    public static Mounts read() {
        Path proc = Path.of("/proc");
        Mounts own = parse(text(proc.resolve("self/mountinfo")), text(proc.resolve("swaps")));
        Mounts first = parse(text(proc.resolve("1/mountinfo")), "");
        Set<Mount> all = new LinkedHashSet<>();
        own.mounts.forEach(mount -> all.add(withRealSource(mount)));
        first.mounts.forEach(mount -> all.add(withRealSource(mount)));
        return new Mounts(all, own.swaps);
    }

    /**
     * Reads the text of {@code /proc/self/mountinfo} and {@code /proc/swaps}; lines of another form are left out.
     *
     * <pre>
     *   36 35 98:0 /subdir /mount\040point rw,noatime shared:1 - ext3 /dev/root rw,errors=continue
     *   id parent number root mount-point options optional-fields… - type source options
     *
     *   Filename  Type  Size  Used  Priority        a heading, then lines like
     *   /dev/sda3 partition 1048572 0 -2
     * </pre>
     */
    public static Mounts parse(String mountinfo, String swaps) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : mountinfo.split("\n", -1)) {
            List<String> fields = Arrays.asList(line.split(" ", -1));
            int dash = fields.indexOf("-");
            if (dash >= 6 && dash + 2 < fields.size()) {
                mounts.add(new Mount(
                        fields.get(2),
                        decode(fields.get(4)),
                        fields.get(dash + 1),
                        decode(fields.get(dash + 2)),
                        isWritable(fields, dash + 3)));
            }
        }
        List<String> swapPaths = new ArrayList<>();
        for (String line : swaps.split("\n", -1)) {
            if (line.startsWith("/")) {
                swapPaths.add(decode(line.split("\\s+", 2)[0]));
            }
        }
        return new Mounts(mounts, swapPaths);
    }

    // The options of the file system, not those of the mount: one that is bound read-only changes all the same.
    private static boolean isWritable(List<String> fields, int optionsAt) {
        return optionsAt >= fields.size()
                || !Arrays.asList(fields.get(optionsAt).split(",", -1)).contains("ro");
    }

    public List<Mount> all() {
        return mounts;
    }

    /** Returns the same without the file systems that are read-only. */
    Mounts writable() {
        return new Mounts(mounts.stream().filter(Mount::isWritable).toList(), swaps);
    }

    /** Returns the devices and files that are used as swap. */
    public List<String> swaps() {
        return swaps;
    }

    /**
     * Returns where a device is mounted, each place once.
     *
     * @param deviceNumber "major:minor"
     * @param paths every name that the device is known by
     */
    public List<String> mountPointsOf(String deviceNumber, Collection<String> paths) {
        Set<String> points = new LinkedHashSet<>();
        for (Mount mount : mounts) {
            if (mount.isFrom(deviceNumber, paths)) {
                points.add(mount.mountPoint());
            }
        }
        return List.copyOf(points);
    }

    public boolean isSwap(Collection<String> paths) {
        return !Collections.disjoint(swaps, paths);
    }

    /** Returns the mount that a file lies on: of those whose mount point is above it the deepest, and newest. */
    Optional<Mount> holding(String file) {
        Mount best = null;
        for (Mount mount : mounts) {
            String point = mount.mountPoint();
            boolean isAbove = point.equals("/") || file.equals(point) || file.startsWith(point + "/");
            if (isAbove && (best == null || point.length() >= best.mountPoint().length())) {
                best = mount;
            }
        }
        return Optional.ofNullable(best);
    }

    // The kernel writes space, tab, newline, # and \ as \040, \011, \012, \043 and \134.
    private static String decode(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        StringBuilder out = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\'
                    && i + 3 < field.length()
                    && field.substring(i + 1, i + 4).matches("[0-3][0-7][0-7]")) {
                out.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    // A source can be a link: /dev/disk/by-uuid/…, or /dev/mapper/… with udev.
    private static Mount withRealSource(Mount mount) {
        if (!mount.source().startsWith("/dev/")) {
            return mount;
        }
        try {
            String real = Path.of(mount.source()).toRealPath().toString();
            return new Mount(mount.deviceNumber(), mount.mountPoint(), mount.fileSystem(), real, mount.isWritable());
        } catch (IOException | InvalidPathException e) {
            return mount;
        }
    }

    private static String text(Path path) {
        try {
            return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
