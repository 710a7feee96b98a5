package ezio.verb;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What Clonezilla's scripts are to find, so that they deploy an image over BitTorrent.
 *
 * @param image a directory in which Clonezilla has saved a disk
 * @param zone the directory of all such images, "btzone"; a directory of the image's name is made in it
 * @param parts names of partitions and logical volumes; none for all that have an image
 * @param trackers one tier each; without any, an address that the scripts replace by that of their tracker
 * @param isReplacing whether one that is there already is replaced
 * @param threads that hash, 1 or more
 */
public record BtZoneOrder(
        Path image,
        Path zone,
        List<String> parts,
        List<String> trackers,
        Optional<String> creator,
        boolean isReplacing,
        int threads) {}
