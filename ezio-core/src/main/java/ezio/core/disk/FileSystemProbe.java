package ezio.core.disk;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out what is on devices. Where that cannot be told, it says nothing, and never fails. */
@FunctionalInterface
interface FileSystemProbe {

    /**
     * What is on a device.
     *
     * @param type as blkid names it: "ext4", "vfat", "swap", "LVM2_member"
     */
    record Content(String type, Optional<String> label) {}

    /** Returns the content of those devices that have one that is known, by the kernel's name; blocks. */
    Map<String, Content> probe(Collection<BlockNode> nodes);

    /**
     * Returns a probe that lets {@code blkid} look at what this process may read, and asks {@code lsblk}, which knows
     * what udev has found, about the others. blkid comes first: it sees what is there now, and needs no udev.
     */
    static FileSystemProbe byTools() {
        return byTools(
                device -> ToolRun.output(LIMIT, "blkid", "-p", "-o", "udev", device),
                () -> ToolRun.output(LIMIT, "lsblk", "-n", "-P", "-o", "KNAME,FSTYPE,LABEL"));
    }

    /** Long enough for a disk that has to spin up; a device that does not answer must not keep the others away. */
    Duration LIMIT = Duration.ofSeconds(15);

    /** For tests: the output of the two tools. */
    static FileSystemProbe byTools(Function<String, Optional<String>> blkid, Supplier<Optional<String>> lsblk) {
        return nodes -> {
            Map<String, Content> found = new HashMap<>();
            boolean isAskingUdev = false;
            for (BlockNode node : nodes) {
                Optional<String> text =
                        Files.isReadable(node.path()) ? blkid.apply(node.path().toString()) : Optional.empty();
                text.flatMap(FileSystemProbe::parseBlkid).ifPresent(content -> found.put(node.kernelName(), content));
                isAskingUdev |= text.isEmpty();
            }
            if (isAskingUdev) {
                lsblk.get().map(FileSystemProbe::parseLsblk).ifPresent(all -> all.forEach(found::putIfAbsent));
            }
            return found;
        };
    }

    /** Reads {@code ID_FS_TYPE=ext4} and {@code ID_FS_LABEL_ENC=my\x20disk}, one a line. */
    static Optional<Content> parseBlkid(String text) {
        Map<String, String> values = blkidValues(text);
        return content(values.get("ID_FS_TYPE"), values.get("ID_FS_LABEL_ENC"));
    }

    /** Returns what {@code blkid -p -o udev} printed, by the names that it has there. */
    static Map<String, String> blkidValues(String text) {
        Map<String, String> values = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), decode(line.substring(equals + 1)));
            }
        }
        return values;
    }

    /** Reads {@code KNAME="sda1" FSTYPE="ext4" LABEL="my disk"}, one device a line. */
    static Map<String, Content> parseLsblk(String text) {
        Pattern pair = Pattern.compile("([A-Z]+)=\"([^\"]*)\"");
        Map<String, Content> found = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            Map<String, String> values = new HashMap<>();
            Matcher m = pair.matcher(line);
            while (m.find()) {
                values.put(m.group(1), decode(m.group(2)));
            }
            content(values.get("FSTYPE"), values.get("LABEL"))
                    .ifPresent(content -> found.put(values.getOrDefault("KNAME", ""), content));
        }
        return found;
    }

    private static Optional<Content> content(String type, String label) {
        if (type == null || type.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Content(type, Optional.ofNullable(label).filter(l -> !l.isBlank())));
    }

    // Both tools write what a shell could misread as \xHH, byte by byte.
    private static String decode(String text) {
        if (!text.contains("\\x")) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '\\' && i + 3 < in.length && in[i + 1] == 'x' && isHex(in[i + 2]) && isHex(in[i + 3])) {
                out[length++] = (byte) (Character.digit(in[i + 2], 16) << 4 | Character.digit(in[i + 3], 16));
                i += 3;
            } else {
                out[length++] = in[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isHex(byte b) {
        return Character.digit(b, 16) >= 0;
    }
}
