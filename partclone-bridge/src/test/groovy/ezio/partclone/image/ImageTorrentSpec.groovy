package ezio.partclone.image

import ezio.core.disk.ChannelDevice
import ezio.core.extent.ExtentMap
import ezio.core.image.RawImage
import ezio.core.image.SliceImage
import ezio.core.progress.CancelToken
import ezio.core.progress.Progress
import ezio.core.progress.ProgressListener
import ezio.core.torrent.BadImageName
import ezio.core.torrent.BadTorrent
import ezio.core.torrent.PieceHasher
import ezio.core.torrent.PieceLength
import ezio.core.torrent.TorrentSpec
import ezio.partclone.Tools
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import java.util.concurrent.CancellationException

@Timeout(60)
class ImageTorrentSpec extends Specification {

    static final int KIB = 1 << 10
    static final int MIB = 1 << 20

    @TempDir
    Path dir

    /** About 3 MiB of used blocks, with holes. */
    private static PartcloneFile large() {
        new PartcloneFile(blockBytes: 4096, map: ('#' * 50 + '.' * 10 + '#..##') * 14, blocksPerChecksum: 100)
    }

    private Path write(String name, byte[] bytes) {
        Files.write(dir.resolve(name), bytes)
    }

    private static byte[] hashes(TorrentSpec spec) {
        def out = new ByteArrayOutputStream()
        (0..<spec.pieceCount()).each { out.writeBytes(spec.pieceHash(it)) }
        out.toByteArray()
    }

    private static byte[] expected(byte[] stream, int piece) {
        def out = new ByteArrayOutputStream()
        for (int at = 0; at < stream.length; at += piece) {
            def sha1 = MessageDigest.getInstance('SHA-1')
            sha1.update(stream, at, Math.min(piece, stream.length - at))
            out.writeBytes(sha1.digest())
        }
        out.toByteArray()
    }

    private static TorrentSpec make(PartitionImage image, OptionalInt piece, List targets = [],
            ProgressListener listener = ProgressListener.NONE, CancelToken cancel = new CancelToken()) {
        new ImageTorrent(image, ExtentCut.DEVICE, 16 * MIB).make('sda1', piece, targets, 2, listener, cancel).toSpec()
    }

    def "one pass over a packed image makes the torrent, the slices and the partition"() {
        given:
        def file = large()
        def image = PartitionImage.open(write('x.zst', Tools.pipe(file.bytes(), ['zstd', '-q', '-c'])))
        def merged = image.extents(ExtentCut.MERGED, 0)
        def raw = new RawImage(ChannelDevice.createFile(dir.resolve('raw'), image.deviceBytes().asLong), merged)
        def slices = SliceImage.create(dir.resolve('slices'), image.extents(ExtentCut.DEVICE, 64 * KIB))

        when:
        def spec = make(image, OptionalInt.of(64 * KIB), [raw, slices])

        then:
        Tools.digest { hashes(spec) } == Tools.digest { expected(file.stream(), 64 * KIB) }
        spec.extents() == merged
        [raw, slices].every {
            PieceHasher.hash(it, 64 * KIB, 1, ProgressListener.NONE, new CancelToken()) == hashes(spec)
        }
        Tools.digest { Files.readAllBytes(dir.resolve('raw')) } == Tools.digest { file.deviceWithoutUnused() }

        cleanup:
        raw?.close()
        slices?.close()
    }

    def "the length of pieces is chosen for the image, unless it is given"() {
        given:
        def image = PartitionImage.open(write('x', large().bytes()))

        expect:
        make(image, OptionalInt.empty()).pieceLengthBytes() == PieceLength.choose(image.usedBytes().asLong)
    }

    def "the torrent knows how long a device must be for the file system"() {
        given:
        def image = PartitionImage.open(write('x', new PartcloneFile(map: '##..', deviceBytes: 100_000).bytes()))

        expect:
        make(image, OptionalInt.of(MIB)).deviceBytes() == 4 * 512
    }

    def "a packed raw image that holds nothing is refused"() {
        given:
        def image = PartitionImage.open(write('sda2.dd-img.gz', Tools.pipe(new byte[100], ['gzip', '-c'])))

        when:
        make(image, OptionalInt.of(MIB))

        then:
        def refused = thrown(BadImage)
        refused.message == "${image.name()} holds no used block"
    }

    def "progress counts the used bytes"() {
        given:
        def image = PartitionImage.open(write('x', large().bytes()))
        List<Progress> seen = []

        when:
        make(image, OptionalInt.of(MIB), [], { seen << it })

        then:
        seen.last().what() == "hashing ${image.name()}"
        seen.last().doneBytes() == image.usedBytes().asLong
        seen.last().totalBytes() == image.usedBytes().asLong
    }

    def "a raw image of #size bytes, #packer, is hashed in one pass; bytes behind the last block do not count"() {
        given:
        byte[] content = Tools.content(size)
        def name = "sda2.dd-ptcl-img.$suffix"
        def image = PartitionImage.open(write(name, Tools.pipe(content, packer)))
        List<Progress> seen = []

        when:
        def spec = make(image, OptionalInt.of(MIB), [], { seen << it })

        then:
        image instanceof RawDump
        image.fileSystem() == 'raw'
        image.usedBytes().present == (suffix == 'uncomp')
        Tools.digest { hashes(spec) } == Tools.digest { expected(Arrays.copyOf(content, used), MIB) }
        spec.extents() == ExtentMap.whole(used)
        seen.last().doneBytes() == (suffix == 'uncomp' ? used : Files.size(dir.resolve(name)))
        seen.last().doneBytes() == seen.last().totalBytes()

        where:
        size           | packer         | suffix   || used
        512            | ['cat']        | 'uncomp' || 512
        3 * MIB        | ['cat']        | 'uncomp' || 3 * MIB
        3 * MIB + 511  | ['cat']        | 'uncomp' || 3 * MIB
        3 * MIB        | ['gzip', '-c'] | 'gz'     || 3 * MIB
        3 * MIB + 1    | ['gzip', '-c'] | 'gz'     || 3 * MIB
        5 * MIB + 1000 | ['gzip', '-c'] | 'gz'     || 5 * MIB + 512
    }

    def "a raw image is cut as partclone.dd cuts it"() {
        given:
        Tools.run('truncate', '-s', 33 * MIB, dir.resolve('sda2.dd-img'))

        expect:
        PartitionImage.open(dir.resolve('sda2.dd-img')).extents(cut, 16 * MIB).extents()*.lengthBytes() == lengths

        where:
        cut              || lengths
        ExtentCut.DEVICE || [16L * MIB, 16L * MIB, 1L * MIB]
        ExtentCut.IMAGE  || [16L * MIB, 16L * MIB, 1L * MIB]
        ExtentCut.MERGED || [33L * MIB]
    }

    def "a packed raw image is measured before its slices are written"() {
        given:
        byte[] content = Tools.content(3 * MIB + 100)
        def image = PartitionImage.open(write('sda2.dd-ptcl-img.gz', Tools.pipe(content, ['gzip', '-c']))) as RawDump

        when:
        image.extents(ExtentCut.DEVICE, 16 * MIB)

        then:
        thrown(IllegalStateException)

        when:
        def measured = image.measured(new CancelToken())
        def slices = SliceImage.create(dir.resolve('slices'), measured.extents(ExtentCut.DEVICE, MIB))
        def spec = make(measured, OptionalInt.of(MIB), [slices])

        then:
        measured.deviceBytes().asLong == 3 * MIB + 100
        Tools.digest { hashes(spec) } == Tools.digest { expected(Arrays.copyOf(content, 3 * MIB), MIB) }
        Files.list(dir.resolve('slices')).withCloseable { it.count() } == 3

        cleanup:
        slices?.close()
    }

    def "a raw image that has #found bytes, not #declared, is wrong"() {
        given:
        def path = write('sda2.dd-ptcl-img.gz', Tools.pipe(Tools.content(found), ['gzip', '-c']))
        def image = (PartitionImage.open(path) as RawDump).withBytes(declared)

        when:
        make(image, OptionalInt.of(MIB))

        then:
        def refused = thrown(BadImage)
        refused.message == "$path holds ${String.format('%,d', found)} bytes, ${String.format('%,d', declared)} were expected"

        where:
        found       | declared
        MIB         | MIB - 512
        MIB         | MIB - 1
        MIB         | MIB + 512
        MIB         | 2 * MIB
        2 * MIB     | MIB
    }

    def "less than a block is no raw image"() {
        given:
        def path = write('sda2.dd-img.aa', new byte[511])

        when:
        PartitionImage.open(path)

        then:
        def refused = thrown(BadImage)
        refused.message == "${dir.resolve('sda2.dd-img.aa').parent}/sda2.dd-img.aa holds no used block"
    }

    def "an uncompressed raw image is read in place"() {
        given:
        byte[] content = Tools.content(MIB + 600)
        def image = PartitionImage.open(write('sda2.dd-ptcl-img.uncomp', content))
        def extents = image.extents(ExtentCut.DEVICE, 16 * MIB)

        expect:
        Tools.digest { PartcloneImageSpec.readInPlace(image, extents, 100_000) } == Tools.digest { Arrays.copyOf(content, MIB + 512) }
    }

    def "damage in the middle ends it with one error, and leaves no thread"() {
        given:
        byte[] bytes = large().bytes()
        bytes[bytes.length - 1000] ^= 1
        def image = PartitionImage.open(write('x', bytes))

        when:
        make(image, OptionalInt.of(64 * KIB))

        then:
        def refused = thrown(BadImage)
        refused.message.contains('used blocks 700 to 741 are damaged')
        threads().empty
    }

    def "an image without a used block makes no torrent"() {
        given:
        def image = PartitionImage.open(write('x', new PartcloneFile(map: '...').bytes()))

        when:
        make(image, OptionalInt.of(64 * KIB))

        then:
        thrown(BadTorrent)
    }

    def "a bad name is refused before anything is read"() {
        given:
        def image = PartitionImage.open(write('x', large().bytes()))
        Files.delete(dir.resolve('x'))

        when:
        new ImageTorrent(image, ExtentCut.DEVICE, MIB).make('..', OptionalInt.empty(), [], 1, ProgressListener.NONE,
                new CancelToken())

        then:
        thrown(BadImageName)
    }

    def "a cancel ends #what, and leaves no thread"() {
        given:
        def image = PartitionImage.open(write('sda2.dd-img.gz', Tools.pipe(Tools.content(20 * MIB), ['gzip', '-c']))) as RawDump
        def cancel = new CancelToken()
        cancel.cancel()

        when:
        work(image, cancel)

        then:
        thrown(CancellationException)
        threads().empty

        where:
        what        | work
        'hashing'   | { i, c -> make(i, OptionalInt.of(MIB), [], ProgressListener.NONE, c) }
        'checking'  | { i, c -> ImageCopy.check(i, ProgressListener.NONE, c) }
        'measuring' | { i, c -> i.measured(c) }
    }

    def "a target of another image is a mistake of the caller"() {
        given:
        def image = PartitionImage.open(write('x', large().bytes()))
        def target = SliceImage.create(dir.resolve('slices'), ExtentMap.whole(5))

        when:
        make(image, OptionalInt.of(MIB), [target])

        then:
        thrown(IllegalArgumentException)
        threads().empty

        cleanup:
        target.close()
    }

    private static List<String> threads() {
        Thread.allStackTraces.keySet()*.name.findAll { it.startsWith('ezio-') }
    }
}
