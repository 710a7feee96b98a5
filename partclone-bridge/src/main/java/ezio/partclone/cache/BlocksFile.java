package ezio.partclone.cache;

import ezio.core.disk.BlockDevice;
import ezio.core.disk.ChannelDevice;
import ezio.core.disk.Medium;
import ezio.core.extent.ExtentMap;
import ezio.core.image.ImageTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** The used blocks of a partition in a file, one after the other: its bytes are the stream. As safe for threads as it. */
final class BlocksFile implements ImageTarget {

    private final String name;
    private final BlockDevice file;
    private final ExtentMap extents;

    private BlocksFile(String name, BlockDevice file, ExtentMap extents) {
        this.name = name;
        this.file = file;
        this.extents = extents;
    }

    /**
     * @param image by which messages speak of it; those about reads and writes that fail name the file
     */
    static BlocksFile create(String image, Path path, ExtentMap extents) {
        return new BlocksFile(image, ChannelDevice.createFile(path, extents.totalBytes()), extents);
    }

    static BlocksFile openForReading(String image, Path path, ExtentMap extents) {
        return new BlocksFile(image, ChannelDevice.openForReading(path), extents);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ExtentMap extents() {
        return extents;
    }

    @Override
    public void read(long streamBytes, ByteBuffer into) {
        check(streamBytes, into.remaining());
        file.read(streamBytes, into);
    }

    @Override
    public void write(long streamBytes, ByteBuffer from) {
        check(streamBytes, from.remaining());
        file.write(streamBytes, from);
    }

    @Override
    public long transfer(long streamBytes, long lengthBytes, WritableByteChannel to) throws IOException {
        return file.transfer(streamBytes, lengthBytes, to);
    }

    @Override
    public Medium medium() {
        return file.medium();
    }

    private void check(long streamBytes, int length) {
        if (streamBytes < 0 || streamBytes > extents.totalBytes() - length) {
            throw new IndexOutOfBoundsException(length + " bytes at " + streamBytes + " of " + extents);
        }
    }

    @Override
    public void sync() {
        file.sync();
    }

    @Override
    public void close() {
        file.close();
    }
}
