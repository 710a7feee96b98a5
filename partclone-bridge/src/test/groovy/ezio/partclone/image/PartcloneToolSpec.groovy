package ezio.partclone.image

import ezio.core.disk.ChannelDevice
import ezio.core.image.RawImage
import ezio.core.image.SliceImage
import ezio.core.progress.CancelToken
import ezio.core.progress.ProgressListener
import ezio.core.torrent.PieceLength
import ezio.partclone.Tools
import ezio.partclone.TorrentInfoFile
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import java.nio.file.Files
import java.nio.file.Path

/** What the partclone of this system writes is read as partclone itself reads it. */
@Timeout(120)
class PartcloneToolSpec extends Specification {

    static final int MIB = 1 << 20

    @TempDir
    @Shared
    Path dir

    @Shared
    Path fileSystem

    @Shared
    Path captured

    @Shared
    Path theirSlices

    /** What partclone makes of the device, by the size of its buffer. */
    @Shared
    Map<Integer, TorrentInfoFile> fromDevice = [:]

    def setupSpec() {
        Path files = Files.createDirectory(dir.resolve('files'))
        // More than a piece, with holes between.
        (1..9).each { Files.write(files.resolve("file$it"), Tools.content(2 * MIB + it * 1111, it)) }
        fileSystem = dir.resolve('fs.img')
        Tools.run('truncate', '-s', 48 * MIB, fileSystem)
        Tools.run('mke2fs', '-q', '-F', '-b', 1024, '-d', files, fileSystem)
        Tools.run('debugfs', '-w', '-R', 'rm file3', fileSystem)
        Tools.run('debugfs', '-w', '-R', 'rm file6', fileSystem)
        captured = capture('-z', 10 * MIB)
        theirSlices = dir.resolve('slices')
        partclone('-c', '-z', 16 * MIB, '-s', fileSystem, '-T', '-o', theirSlices)
        fromDevice[16 * MIB] = TorrentInfoFile.read(theirSlices.resolve('torrent.info'))
        [MIB, 70_000].each { fromDevice[it] = torrentInfo('-c', '-z', it, '-s', fileSystem) }
    }

    private Path capture(Object... options) {
        Path image = Files.createTempDirectory(dir, 'image').resolve('sda1.ext2-ptcl-img')
        partclone('-c', '-s', fileSystem, '-o', image, *options)
        image
    }

    private void partclone(Object... options) {
        Tools.run('partclone.extfs', '-q', '-f', 0, '-L', dir.resolve('log'), *options)
    }

    private TorrentInfoFile torrentInfo(Object... options) {
        Path out = Files.createTempDirectory(dir, 'info')
        partclone(*options, '-t', '-o', out)
        TorrentInfoFile.read(out.resolve('torrent.info'))
    }

    private static torrent(PartitionImage image, ExtentCut cut, long bufferBytes, List targets = []) {
        new ImageTorrent(image, cut, bufferBytes).make('sda1', OptionalInt.of(PieceLength.PARTCLONE), targets, 2,
                ProgressListener.NONE, new CancelToken()).toSpec()
    }

    private static infoHash(TorrentInfoFile info) {
        info.draft('sda1').toSpec().infoHash()
    }

    def "an image made with #options has the extents and info-hashes that partclone makes of the device"() {
        given:
        def image = PartitionImage.open(capture(*options)) as PartcloneImage

        expect:
        image.header().checksumMode() == mode
        image.header().blocksPerChecksum() == blocks
        image.header().reseeded == reseeded
        image.header().fileSystem() == 'EXTFS'
        image.deviceBytes().asLong == 48 * MIB
        for (buffer in fromDevice.keySet()) {
            assert image.extents(ExtentCut.DEVICE, buffer) == fromDevice[buffer].extents()
        }
        torrent(image, ExtentCut.DEVICE, MIB).infoHash() == infoHash(fromDevice[MIB])

        where:
        options                    || mode               | blocks | reseeded
        ['-a0']                    || ChecksumMode.NONE  | 0      | true
        ['-a1', '-k', '7']         || ChecksumMode.CRC32 | 7      | true
        ['-a1', '-k', '256', '-K'] || ChecksumMode.CRC32 | 256    | false
    }

    def "an image has the extents and the info-hash that partclone makes of it, with a buffer of #buffer"() {
        given:
        def image = PartitionImage.open(captured)
        def fromImage = torrentInfo('-r', '-z', buffer, '-s', captured)

        expect:
        image.extents(ExtentCut.IMAGE, buffer) == fromImage.extents()
        torrent(image, ExtentCut.IMAGE, buffer).infoHash() == infoHash(fromImage)

        where:
        buffer << [16 * MIB, MIB, 70_000]
    }

    def "an image restored here is what partclone restores"() {
        given:
        def image = PartitionImage.open(captured)
        Path theirs = dir.resolve('theirs')
        Tools.run('truncate', '-s', 48 * MIB, theirs)
        partclone('-r', '-s', captured, '-O', theirs)
        def raw = new RawImage(ChannelDevice.createFile(dir.resolve('ours'), 48 * MIB),
                image.extents(ExtentCut.MERGED, 0))

        when:
        ImageCopy.write(image, [raw], ProgressListener.NONE, new CancelToken())
        raw.close()

        then:
        Files.mismatch(dir.resolve('ours'), theirs) == -1
        Tools.run('e2fsck', '-f', '-n', dir.resolve('ours'))
    }

    def "an image packed with #command and split gives partclone's slices"() {
        given:
        def out = Files.createTempDirectory(dir, 'packed')
        def file = Files.write(out.resolve("sda1.ext2-ptcl-img.$suffix"),
                Tools.pipe(Files.readAllBytes(captured), command))
        Tools.split(file, 3_000_000)
        def image = PartitionImage.open(file)
        def extents = image.extents(ExtentCut.DEVICE, 16 * MIB)
        def slices = SliceImage.create(out.resolve('slices'), extents)

        when:
        def spec = torrent(image, ExtentCut.DEVICE, 16 * MIB, [slices])
        slices.close()

        then:
        spec.infoHash() == infoHash(fromDevice[16 * MIB])
        extents.count() > 2
        extents.extents().every {
            String name = SliceImage.sliceName(it.offsetBytes())
            Files.mismatch(theirSlices.resolve(name), out.resolve("slices/$name")) == -1
        }

        where:
        // PartcloneImagesSpec has the others.
        command              | suffix
        ['gzip', '-1', '-c'] | 'gz'
        ['zstd', '-q', '-c'] | 'zst'
        ['cat']              | 'uncomp'
    }
}
