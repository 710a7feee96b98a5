package ezio.partclone.image;

import ezio.core.extent.ExtentMap;
import ezio.core.image.ImageSource;
import ezio.core.progress.CancelToken;
import ezio.partclone.volume.Compression;
import ezio.partclone.volume.Volumes;
import java.nio.file.Path;
import java.util.OptionalLong;

/** An image of one partition in files, of which the beginning was read. Immutable; holds nothing open. */
public sealed interface PartitionImage permits PartcloneImage, RawDump {

    /**
     * Opens an image: one file, or volumes of which any may be given. A file that Clonezilla's name says is raw
     * ({@code .dd-ptcl-img.}, {@code .dd-img}) has no header, whatever it begins with; each other one must be
     * partclone's. Blocks while the header and the list of used blocks are read.
     *
     * @throws ezio.partclone.volume.BadVolume if a file is missing or cannot be unpacked
     * @throws BadImage if it is no such image, or its header or list of used blocks is damaged
     */
    static PartitionImage open(Path path) {
        Volumes volumes = Volumes.find(path);
        return RawDump.isNamedSo(volumes.base()) ? RawDump.open(volumes) : PartcloneImage.open(volumes);
    }

    /** Tells whether a file's name says that it is a raw image of Clonezilla's. */
    static boolean isNamedRaw(Path path) {
        return RawDump.isNamedSo(path);
    }

    /** Returns the file or the volumes by which messages speak of the image. */
    default String name() {
        return volumes().toString();
    }

    Volumes volumes();

    Compression compression();

    /** Returns partclone's word for the file system: EXTFS, NTFS, raw. */
    String fileSystem();

    int blockBytes();

    /** Returns the size of the partition that the image was made from; empty if it is not known (yet). */
    OptionalLong deviceBytes();

    /** Returns the length of the stream; empty for a packed raw image, whose end alone tells. */
    OptionalLong usedBytes();

    /**
     * Returns where the stream's bytes belong on the partition.
     *
     * @param bufferBytes what partclone's --buffer_size was or would be; decides where extents are cut
     * @throws BadImage if there are more than four million extents
     * @throws IllegalStateException if {@link #usedBytes()} is empty
     */
    ExtentMap extents(ExtentCut cut, long bufferBytes);

    /** Returns where the stream's bytes belong, in as few extents as can be; see {@link #extents}. */
    default ExtentMap mergedExtents() {
        return extents(ExtentCut.MERGED, ExtentCut.CLONEZILLA_BUFFER_BYTES);
    }

    /** Returns the same image, with its length, for which a packed raw one is unpacked once; blocks that long. */
    default PartitionImage measured(CancelToken cancel) {
        return this;
    }

    /** Starts to read the used blocks. */
    PartitionStream openStream();

    /**
     * Opens the image so that its blocks are read where they are, without unpacking anything. Checksums are not looked
     * at: {@link #openStream()} does that.
     *
     * @param extents what {@link #extents} returned, for any cut
     * @throws BadImage if the image is packed
     */
    ImageSource openInPlace(ExtentMap extents);
}
