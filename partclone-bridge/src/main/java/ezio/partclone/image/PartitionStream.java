package ezio.partclone.image;

import ezio.core.image.ImageStream;

/**
 * The used blocks of a partition image, in order, put end to end: the stream that {@link PartitionImage#extents} maps
 * to the partition. Each byte is checked as far as the image allows.
 *
 * <p>{@link #read} throws {@link BadImage} or {@link ezio.partclone.volume.BadVolume} where the image is damaged or
 * ends too early, or goes on behind its last block.
 */
public interface PartitionStream extends ImageStream {

    /** Returns how many bytes of the files were read; any thread may ask. */
    long storedBytes();
}
