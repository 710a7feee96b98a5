package ezio.partclone.clonezilla;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One partition or logical volume of a saved disk.
 *
 * @param name as Clonezilla calls its files: "sda1", "vg-root" for the logical volume vg/root
 * @param device "/dev/sda1", "/dev/vg/root"
 * @param fileSystem what was on it, in lower case: "ext4", "ntfs"; empty if the directory does not tell
 * @param size as Clonezilla wrote it: "20G"; empty if the directory does not tell
 * @param data what its volumes have in common, or the file itself; empty where there is no image of it
 */
public record SavedPart(
        String name,
        String device,
        Optional<String> fileSystem,
        Optional<String> size,
        Content content,
        Optional<Path> data,
        Optional<Swap> swap) {

    /** What is kept of a partition. */
    public enum Content {
        PARTCLONE("an image of partclone's"),
        RAW("a raw image"),
        /** Packed or not, with or without a header: an old name, whose content tells. */
        OLD("an image with an old name"),
        PARTIMAGE("an image of partimage's"),
        SWAP("swap space, which is made anew"),
        LVM("a physical volume, whose logical volumes have images of their own"),
        EXTENDED("an extended partition, which only holds others"),
        MISSING("missing");

        private final String words;

        Content(String words) {
            this.words = words;
        }

        /** Returns it in words, with an article. */
        public String words() {
            return words;
        }

        /** Tells whether {@link ezio.partclone.image.PartitionImage} can open it. */
        public boolean isReadable() {
            return this == PARTCLONE || this == RAW || this == OLD;
        }
    }

    /** What swap space is made anew with. */
    public record Swap(Optional<String> uuid, Optional<String> label) {}
}
