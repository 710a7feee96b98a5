package ezio.core.swarm

import ezio.core.disk.ChannelDevice
import ezio.core.disk.LoopDevice
import ezio.core.extent.ExtentMap
import ezio.core.image.ImageTarget
import ezio.core.image.RawImage
import ezio.core.image.SliceImage
import ezio.core.progress.CancelToken
import ezio.core.progress.ProgressListener
import ezio.core.torrent.PieceHasher
import ezio.core.torrent.TorrentDraft
import ezio.core.torrent.TorrentFiles
import ezio.core.torrent.TorrentSpec
import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path

/**
 * A loop device full of patterned bytes, some ranges of which are an image, and what is made of it: the torrent, the
 * slices, targets. Pieces span extents, one extent is smaller than a sector's neighbours, the last piece is short.
 */
class PatternedDisk implements AutoCloseable {

    static final int DEVICE_BYTES = 24 << 20
    static final int PIECE_BYTES = 1 << 18
    static final ExtentMap EXTENTS = ExtentMap.builder()
            .add(4096, 3_000_320)
            .add(0x400200, 512)
            .add(0x500000, 5_500_416)
            .add(0x1000000, 1_234_944)
            .build()

    final Path home
    final byte[] bytes = MemoryTarget.pattern(DEVICE_BYTES, 7)
    final LoopDevice device
    final TorrentSpec bare
    private final TorrentDraft draft
    private final List<LoopDevice> targets = []

    PatternedDisk(Path home) {
        this.home = home
        def file = home.resolve('source.img')
        Files.write(file, bytes)
        device = LoopDevice.attach(file)
        draft = source().withCloseable { image ->
            def hashes = PieceHasher.hash(image, PIECE_BYTES, 2, ProgressListener.NONE, new CancelToken())
            TorrentDraft.of('sda1', EXTENTS, PIECE_BYTES, hashes)
        }
        bare = draft.toSpec()
    }

    /** Returns another torrent of it, whose peers do not tell each other of the others. */
    TorrentSpec privately() {
        draft.withPrivate(true).toSpec()
    }

    RawImage source() {
        new RawImage(ChannelDevice.openForReading(device.path()), EXTENTS)
    }

    TorrentSpec torrent(String announceUrl) {
        bare.withTrackers([[announceUrl]])
    }

    /** Writes the .torrent, and returns where. */
    Path torrentFile(TorrentSpec torrent) {
        def file = home.resolve('sda1.torrent')
        TorrentFiles.write(torrent, file)
        file
    }

    /** Makes the BT image directory, and returns the save path of a client that is to seed it. */
    Path slices() {
        def savePath = Files.createDirectories(home.resolve('image'))
        SliceImage.create(savePath.resolve('sda1'), EXTENTS).withCloseable { slices ->
            def all = ByteBuffer.allocate((int) EXTENTS.totalBytes())
            source().withCloseable { it.read(0, all) }
            slices.write(0, all.flip())
        }
        savePath
    }

    /** Returns a loop device, or a file, as large as the source and full of other bytes. */
    Path target(String name, boolean isDevice) {
        def file = home.resolve("${name}.img")
        Files.write(file, garbage())
        if (!isDevice) {
            return file
        }
        targets << LoopDevice.attach(file)
        targets.last().path()
    }

    private static byte[] garbage() {
        MemoryTarget.pattern(DEVICE_BYTES, 8)
    }

    static ImageTarget image(Path target) {
        new RawImage(ChannelDevice.openForWriting(target), EXTENTS)
    }

    /** Compares all of a target: the extents are there, and what is between them is as it was. */
    void verify(Path target) {
        byte[] expected = garbage()
        EXTENTS.extents().each {
            System.arraycopy(bytes, (int) it.offsetBytes(), expected, (int) it.offsetBytes(), (int) it.lengthBytes())
        }
        int at = Arrays.mismatch(Files.newInputStream(target).withCloseable { it.readAllBytes() }, expected)
        assert at == -1: "$target differs at 0x${Integer.toHexString(at)}"
    }

    /** Compares a BT image directory: its names, and all bytes. */
    void verifySlices(Path savePath) {
        def directory = savePath.resolve('sda1')
        def names = Files.list(directory).withCloseable { it.toList()*.fileName*.toString() }
        assert names.sort() == EXTENTS.extents().collect { SliceImage.sliceName(it.offsetBytes()) }
        EXTENTS.extents().each {
            int start = (int) it.offsetBytes()
            def slice = Files.readAllBytes(directory.resolve(SliceImage.sliceName(start)))
            assert Arrays.equals(slice, Arrays.copyOfRange(bytes, start, start + (int) it.lengthBytes()))
        }
    }

    @Override
    void close() {
        (targets + device)*.close()
    }
}
