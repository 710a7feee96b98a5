package ezio.core.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The kernel's block devices, and how they stand on each other, at the moment they were read from sysfs. What cannot be
 * read is left out: devices come and go while one looks. Immutable.
 */
final class BlockTree {

    private static final int SECTOR_BYTES = 512; // the unit of "size" in sysfs, whatever the disk's own sectors are

    private final Map<String, BlockNode> byName;
    private final List<Set<String>> btrfs;

    private BlockTree(Map<String, BlockNode> byName, List<Set<String>> btrfs) {
        this.byName = byName;
        this.btrfs = btrfs;
    }

    static BlockTree ofThisSystem() {
        return read(Path.of("/sys"), Path.of("/dev"));
    }

    static BlockTree read(Path sys, Path dev) {
        List<BlockNode> nodes = new ArrayList<>();
        for (Path entry : list(sys.resolve("class/block"))) {
            try {
                readNode(entry, dev).ifPresent(nodes::add);
            } catch (IOException e) {
                // It was unplugged a moment ago.
            }
        }
        nodes.sort(
                Comparator.comparing((BlockNode node) -> naturalKey(node.disk().orElse(node.kernelName())))
                        .thenComparing(BlockNode::partition));
        Map<String, BlockNode> byName = new LinkedHashMap<>();
        nodes.forEach(node -> byName.put(node.kernelName(), node));
        List<Set<String>> btrfs = new ArrayList<>();
        for (Path entry : list(sys.resolve("fs/btrfs"))) {
            Set<String> devices = new LinkedHashSet<>(names(entry.resolve("devices")));
            if (!devices.isEmpty()) {
                btrfs.add(devices);
            }
        }
        return new BlockTree(byName, btrfs);
    }

    private static Optional<BlockNode> readNode(Path entry, Path dev) throws IOException {
        String kernelName = entry.getFileName().toString();
        Path real = entry.toRealPath();
        Optional<String> number = line(real.resolve("dev"));
        Optional<String> size = line(real.resolve("size"));
        if (number.isEmpty() || size.isEmpty()) {
            return Optional.empty();
        }
        int partition = line(real.resolve("partition")).map(Integer::parseInt).orElse(0);
        Path whole = partition > 0 ? real.getParent() : real;
        Path kernelPath = dev.resolve(kernelName.replace('!', '/'));
        Path path = line(real.resolve("dm/name"))
                .map(name -> dev.resolve("mapper").resolve(name))
                .orElse(kernelPath);
        return Optional.of(new BlockNode(
                kernelName,
                number.get(),
                path,
                kernelPath,
                Long.parseLong(size.get()) * SECTOR_BYTES,
                partition > 0 ? Optional.of(whole.getFileName().toString()) : Optional.empty(),
                partition,
                isSet(real.resolve("ro")) || isSet(whole.resolve("ro")),
                isSet(whole.resolve("removable")),
                isSet(whole.resolve("queue/rotational")),
                isSet(whole.resolve("hidden")),
                names(real.resolve("holders")),
                names(real.resolve("slaves")),
                line(real.resolve("loop/backing_file")),
                model(whole.resolve("device")),
                line(real.resolve("dm/uuid"))));
    }

    private static Optional<String> model(Path device) {
        Optional<String> model = line(device.resolve("model")).or(() -> line(device.resolve("name")));
        // libata puts "ATA" where other disks have their maker; virtio and others have a number there.
        Optional<String> vendor = line(device.resolve("vendor"))
                .filter(v -> !v.equals("ATA") && !v.startsWith("0x"))
                .filter(v -> !model.orElse("").startsWith(v));
        return model.map(m -> vendor.map(v -> v + " " + m).orElse(m));
    }

    /** Returns all devices: each disk, then its partitions; "sdb" before "sdaa", "nvme0n1p2" before "nvme0n1p10". */
    Collection<BlockNode> nodes() {
        return byName.values();
    }

    Optional<BlockNode> named(String kernelName) {
        return Optional.ofNullable(byName.get(kernelName));
    }

    Optional<BlockNode> numbered(String number) {
        return byName.values().stream()
                .filter(node -> node.number().equals(number))
                .findFirst();
    }

    /** Returns the device that a path names, which has to be without links. */
    Optional<BlockNode> at(Path realPath) {
        String text = realPath.toString();
        return byName.values().stream()
                .filter(node -> node.names().contains(text))
                .findFirst();
    }

    List<BlockNode> partitionsOf(BlockNode disk) {
        return byName.values().stream()
                .filter(node -> node.disk().filter(disk.kernelName()::equals).isPresent())
                .toList();
    }

    Optional<BlockNode> diskOf(BlockNode partition) {
        return partition.disk().flatMap(this::named);
    }

    /** Returns the devices of the mounted btrfs that {@code node} is part of, itself included; empty if of none. */
    Set<BlockNode> btrfsOf(BlockNode node) {
        Set<BlockNode> members = new LinkedHashSet<>();
        for (Set<String> devices : btrfs) {
            if (devices.contains(node.kernelName())) {
                devices.forEach(name -> named(name).ifPresent(members::add));
            }
        }
        return members;
    }

    /** Pads every number in a name, so that names sort as people count. */
    private static String naturalKey(String name) {
        StringBuilder key = new StringBuilder();
        String[] parts = name.split("(?<=\\D)(?=\\d)|(?<=\\d)(?=\\D)", -1);
        // sdz comes before sdaa: a longer run of letters is a later disk.
        for (String part : parts) {
            if (Character.isDigit(part.charAt(0))) {
                key.append("0".repeat(Math.max(0, 10 - part.length()))).append(part);
            } else if (part.startsWith("sd") || part.startsWith("vd") || part.startsWith("hd")) {
                key.append(part, 0, 2).append((char) ('0' + part.length())).append(part.substring(2));
            } else {
                key.append(part);
            }
        }
        return key.toString();
    }

    private static boolean isSet(Path file) {
        return line(file).filter("1"::equals).isPresent();
    }

    private static Optional<String> line(Path file) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<String> names(Path directory) {
        return list(directory).stream().map(p -> p.getFileName().toString()).toList();
    }

    private static List<Path> list(Path directory) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(found::add);
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return List.of();
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }
}
