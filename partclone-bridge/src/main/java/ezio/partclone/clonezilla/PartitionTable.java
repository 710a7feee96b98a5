package ezio.partclone.clonezilla;

import java.util.List;
import java.util.Optional;

/**
 * A disk's partition table, as {@code sfdisk -d} prints it.
 *
 * @param disk "sda"
 * @param label "gpt" or "dos"; empty in files of old versions of sfdisk
 * @param sectorBytes what offsets and lengths are counted in
 */
public record PartitionTable(String disk, String label, int sectorBytes, List<Entry> entries) {

    /**
     * One partition.
     *
     * @param name "sda1"
     * @param type a GUID, or a hexadecimal number
     */
    public record Entry(String name, long startSectors, long lengthSectors, String type, boolean isBootable) {

        /** Tells whether it only holds logical partitions. */
        public boolean isExtended() {
            return List.of("5", "f", "85")
                    .contains(type.toLowerCase(java.util.Locale.ROOT).replaceFirst("^0+", ""));
        }
    }

    public PartitionTable {
        entries = List.copyOf(entries);
    }

    public Optional<Entry> entry(String name) {
        return entries.stream().filter(entry -> entry.name.equals(name)).findFirst();
    }

    /** Returns the size of a partition; empty if the table does not have it. */
    public Optional<Long> sizeBytes(String name) {
        return entry(name).map(entry -> entry.lengthSectors * sectorBytes);
    }
}
