package ezio.partclone.clonezilla;

import ezio.partclone.image.PartitionImage;
import ezio.partclone.image.RawDump;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A directory in which Clonezilla has saved a disk or some partitions.
 *
 * <pre>
 *   disk, parts               names: sda, sda1 sda2 …
 *   dev-fs.list               /dev/sda1 ext4 20G
 *   sda-pt.sf                 partition table, see {@link PartitionTable}
 *   swappt-sda5.info          UUID="…" LABEL="…"
 *   lvm_vg_dev.list           VOLUME-GROUP /dev/sda3 UUID
 *   lvm_logv.list             /dev/VOLUME-GROUP/NAME what is on it
 *   Info-img-id.txt           IMG_ID=…
 *   00-pseudo-img-note.txt    there are no data, they are served from elsewhere
 *   sda1.ext4-ptcl-img.gz.aa  the image of a partition
 * </pre>
 *
 * @param disks names of the disks that were saved whole; none if only partitions were
 * @param parts in the order of the file "parts", then logical volumes, then swap space
 * @param id what Clonezilla knows the image by
 * @param isPseudo whether it is known to hold no data
 */
public record ClonezillaImage(
        Path directory,
        List<String> disks,
        List<SavedPart> parts,
        List<PartitionTable> tables,
        List<VolumeGroup> volumeGroups,
        Optional<String> id,
        boolean isPseudo) {

    /** A volume group of LVM, and one device that it is on. */
    public record VolumeGroup(String name, String device, String uuid) {}

    public ClonezillaImage {
        disks = List.copyOf(disks);
        parts = List.copyOf(parts);
        tables = List.copyOf(tables);
        volumeGroups = List.copyOf(volumeGroups);
    }

    /**
     * Reads the lists of a directory and looks at the names in it, not into the images; blocks a short time.
     *
     * @throws BadClonezillaImage if it is no such directory, a list is damaged or a partition has several images
     */
    public static ClonezillaImage read(Path directory) {
        return new DirectoryReader(directory).read();
    }

    /** Tells whether a directory looks like one of Clonezilla's. */
    public static boolean isOne(Path directory) {
        SortedSet<String> names = new ListFiles(directory).names();
        return names.contains("parts")
                || !new DataFiles(directory, names).parts().isEmpty();
    }

    /** Returns the parts that have an image which {@link #open} can read. */
    public List<SavedPart> readableParts() {
        return parts.stream().filter(part -> part.content().isReadable()).toList();
    }

    /**
     * Opens the image of a partition.
     *
     * @param name "sda1", "vg-root"
     * @throws BadClonezillaImage if there is no such partition, or no image of it
     * @throws ezio.core.problem.Problem if the image cannot be opened; see {@link PartitionImage#open}
     */
    public PartitionImage open(String name) {
        SavedPart part = parts.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> BadClonezillaImage.noSuchPart(
                        directory, name, parts.stream().map(SavedPart::name).toList()));
        Path data = part.data().orElseThrow(() -> BadClonezillaImage.noData(directory, name, part.content()));
        PartitionImage image = PartitionImage.open(data);
        Optional<Long> size = sizeBytes(name);
        // With a size from the partition table, a packed raw image need not be unpacked twice.
        return image instanceof RawDump raw && raw.deviceBytes().isEmpty() && size.isPresent()
                ? raw.withBytes(size.get())
                : image;
    }

    /** Returns the size of a partition; empty if no partition table has it, as for logical volumes. */
    public Optional<Long> sizeBytes(String name) {
        return tables.stream().flatMap(table -> table.sizeBytes(name).stream()).findFirst();
    }
}
