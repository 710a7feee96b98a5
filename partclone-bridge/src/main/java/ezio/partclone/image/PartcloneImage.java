package ezio.partclone.image;

import ezio.core.extent.ExtentMap;
import ezio.core.image.ImageSource;
import ezio.partclone.volume.Compression;
import ezio.partclone.volume.UnpackedStream;
import ezio.partclone.volume.Volumes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * An image that partclone made, of version 0001 or 0002.
 *
 * <pre>
 *   header             see {@link ImageHeader}
 *   used blocks        see {@link BitmapReader}
 *   data               the used blocks in order; behind each so many of them, and behind the last, a checksum
 * </pre>
 */
public final class PartcloneImage implements PartitionImage {

    private final Volumes volumes;
    private final Compression compression;
    private final byte[] headerBytes;
    private final ImageHeader header;
    private final UsedBlocks used;
    private final DataLayout layout;

    private PartcloneImage(
            Volumes volumes,
            Compression compression,
            byte[] headerBytes,
            ImageHeader header,
            UsedBlocks used,
            DataLayout layout) {
        this.volumes = volumes;
        this.compression = compression;
        this.headerBytes = headerBytes;
        this.header = header;
        this.used = used;
        this.layout = layout;
    }

    static PartcloneImage open(Volumes volumes) {
        try (UnpackedStream stream = UnpackedStream.open(volumes)) {
            String name = volumes.toString();
            byte[] headerBytes = readHeader(stream, name);
            ImageHeader header = ImageHeader.parse(headerBytes, name);
            UsedBlocks used = new BitmapReader(stream, header, name).read();
            long startBytes = stream.positionBytes();
            int stepBytes = header.version() == 1
                    ? Version1Step.read(stream, header.blockBytes(), used.blocks())
                    : header.checksumMode().sizeBytes();
            DataLayout layout = DataLayout.of(header, used.blocks(), startBytes, stepBytes);
            if (stream.compression() == Compression.NONE) {
                checkSize(volumes, layout);
            }
            return new PartcloneImage(volumes, stream.compression(), headerBytes, header, used, layout);
        }
    }

    private static byte[] readHeader(UnpackedStream stream, String name) {
        byte[] head = stream.readBytes(ImageHeader.VERSION_2_BYTES);
        if (!ImageHeader.isMagic(head)) {
            throw notAnImage(head, name);
        }
        if (head.length < ImageHeader.VERSION_2_BYTES) {
            throw BadImage.headerEnds(stream.place());
        }
        int length = ImageHeader.lengthBytes(head, name);
        byte[] rest = stream.readBytes(length - head.length);
        if (head.length + rest.length < length) {
            throw BadImage.headerEnds(stream.place());
        }
        byte[] all = Arrays.copyOf(head, length);
        System.arraycopy(rest, 0, all, head.length, rest.length);
        return all;
    }

    private static BadImage notAnImage(byte[] head, String name) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\0ntfsclone-image")) {
            return BadImage.foreign(name, "ntfsclone", "\"ntfsclone --restore-image\" unpacks it");
        }
        if (text.startsWith("PaRtImAgE-VoLuMe")) {
            return BadImage.foreign(name, "partimage", "\"partimage restore\" unpacks it");
        }
        return BadImage.notAnImage(name);
    }

    // Cheap, and finds a copy that was cut off before it is read for hours.
    private static void checkSize(Volumes volumes, DataLayout layout) {
        long found = volumes.totalBytes();
        if (found < layout.endBytes()) {
            throw BadImage.dataEnds(volumes.placeOf(found), layout.blocksBefore(found), layout.usedBlocks());
        }
        if (found > layout.endBytes()) {
            throw BadImage.trailing(volumes.placeOf(layout.endBytes()));
        }
    }

    public ImageHeader header() {
        return header;
    }

    /** Returns how many blocks are used, counted; the header may say something else. */
    public long usedBlocks() {
        return used.blocks();
    }

    @Override
    public Volumes volumes() {
        return volumes;
    }

    @Override
    public Compression compression() {
        return compression;
    }

    @Override
    public String fileSystem() {
        return header.fileSystem();
    }

    @Override
    public int blockBytes() {
        return header.blockBytes();
    }

    @Override
    public OptionalLong deviceBytes() {
        return OptionalLong.of(Math.max(header.deviceBytes(), header.fileSystemBytes()));
    }

    @Override
    public OptionalLong usedBytes() {
        return OptionalLong.of(layout.usedBytes());
    }

    @Override
    public ExtentMap extents(ExtentCut cut, long bufferBytes) {
        return cut.cut(used, header.blockBytes(), bufferBytes, name());
    }

    @Override
    public PartitionStream openStream() {
        UnpackedStream stream = UnpackedStream.open(volumes);
        boolean isOpen = false;
        try {
            byte[] again = stream.readBytes(headerBytes.length);
            long bitmapBytes = layout.startBytes() - headerBytes.length;
            if (!Arrays.equals(again, headerBytes) || stream.skip(bitmapBytes, (a, o, l) -> {}) < bitmapBytes) {
                throw BadImage.changed(name());
            }
            isOpen = true;
            return new BlockStream(stream, name(), header, layout);
        } finally {
            if (!isOpen) {
                stream.close();
            }
        }
    }

    @Override
    public ImageSource openInPlace(ExtentMap extents) {
        if (compression != Compression.NONE) {
            throw BadImage.notInPlace(name(), compression.title());
        }
        return new InPlaceImage(volumes, layout, extents);
    }
}
