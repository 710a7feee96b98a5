package ezio.recipe.plan;

import java.nio.file.Path;

/** Where the blocks of an image are, or are to be written. */
public sealed interface ImageLocation {

    /** Returns the device, file or directory, as messages name it. */
    Path path();

    /** Tells whether it is a directory of slices. */
    default boolean isSlices() {
        return false;
    }

    /** Tells whether images can be written to it. */
    default boolean isTarget() {
        return true;
    }

    /** A partition of a disk, counted from 1 as the partition table does. */
    record Partition(Path disk, int number) implements ImageLocation {

        public Partition {
            if (number < 1) {
                throw new IllegalArgumentException("partitions are counted from 1");
            }
        }

        /** Returns the device node that the kernel, or udev, gives it: /dev/sda1, /dev/nvme0n1p1, …-part1. */
        @Override
        public Path path() {
            String name = disk.toString();
            if (name.startsWith("/dev/disk/")) {
                return Path.of(name + "-part" + number);
            }
            boolean endsWithDigit = Character.isDigit(name.charAt(name.length() - 1));
            return Path.of(name + (endsWithDigit ? "p" : "") + number);
        }
    }

    /** A disk without regard to its partitions. */
    record Disk(Path path) implements ImageLocation {}

    /** A logical volume, or any other device that is not a partition of a disk of the recipe's. */
    record Volume(Path path) implements ImageLocation {}

    /** An image file; or an image of partclone's or a raw dump, packed and split or not, which can only be read. */
    record File(Path path) implements ImageLocation {}

    /** A directory of slices. */
    record Slices(Path path) implements ImageLocation {
        @Override
        public boolean isSlices() {
            return true;
        }
    }

    /** One partition that a directory of Clonezilla's holds: "sda1". */
    record Saved(Path path, String part) implements ImageLocation {
        @Override
        public boolean isTarget() {
            return false;
        }
    }
}
