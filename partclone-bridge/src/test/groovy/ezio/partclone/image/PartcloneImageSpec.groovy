package ezio.partclone.image

import ezio.core.disk.DeviceFailure
import ezio.core.extent.ExtentMap
import ezio.core.problem.Problem
import ezio.core.progress.CancelToken
import ezio.core.progress.ProgressListener
import ezio.partclone.Tools
import ezio.partclone.volume.BadVolume
import ezio.partclone.volume.Compression
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path

@Timeout(60)
class PartcloneImageSpec extends Specification {

    @TempDir
    Path dir

    private Path write(byte[] bytes, String name = 'sda1.ext4-ptcl-img.uncomp') {
        Files.write(dir.resolve(name), bytes)
    }

    static byte[] readAll(PartitionImage image, int step) {
        def out = new ByteArrayOutputStream()
        try (def stream = image.openStream()) {
            def buffer = ByteBuffer.allocate(step)
            do {
                stream.read(buffer.clear())
                out.write(buffer.array(), 0, buffer.position())
            } while (!buffer.hasRemaining())
        }
        out.toByteArray()
    }

    static byte[] readInPlace(PartitionImage image, ExtentMap extents, int step) {
        byte[] all = new byte[(int) extents.totalBytes()]
        try (def source = image.openInPlace(extents)) {
            for (int at = 0; at < all.length; at += step) {
                source.read(at, ByteBuffer.wrap(all, at, Math.min(step, all.length - at)))
            }
        }
        all
    }

    def "version #v.version, checksums #v.checksumMode after #v.blocksPerChecksum blocks, reseed #v.reseed, bitmap #v.bitmapMode"() {
        given:
        def written = new PartcloneFile(v)
        def image = PartitionImage.open(write(written.bytes()))

        expect:
        image.openStream().withCloseable { it.totalBytes().asLong } == written.stream().length
        Tools.digest { readAll(image, 1 << 20) } == Tools.digest { written.stream() }
        Tools.digest { readAll(image, 333) } == Tools.digest { written.stream() }
        Tools.digest { readInPlace(image, image.extents(ExtentCut.MERGED, 0), 1 << 20) } == Tools.digest { written.stream() }
        Tools.digest { readInPlace(image, image.extents(ExtentCut.DEVICE, 1024), 700) } == Tools.digest { written.stream() }
        image.usedBytes().asLong == written.stream().length
        (image as PartcloneImage).usedBlocks() == written.usedBlocks().size()

        where:
        v << [
                [version: 2, checksumMode: 0x00, blocksPerChecksum: 0, reseed: true, bitmapMode: 1],
                [version: 2, checksumMode: 0x20, blocksPerChecksum: 1, reseed: true, bitmapMode: 1],
                [version: 2, checksumMode: 0x20, blocksPerChecksum: 3, reseed: true, bitmapMode: 1],
                [version: 2, checksumMode: 0x20, blocksPerChecksum: 3, reseed: false, bitmapMode: 1],
                // As many as there are, a divisor of that, more than that.
                [version: 2, checksumMode: 0x20, blocksPerChecksum: 14, reseed: true, bitmapMode: 1],
                [version: 2, checksumMode: 0x20, blocksPerChecksum: 7, reseed: true, bitmapMode: 1],
                [version: 2, checksumMode: 0x20, blocksPerChecksum: 0xffffffff as int, reseed: true, bitmapMode: 1],
                [version: 2, checksumMode: 0x30, blocksPerChecksum: 4, reseed: true, bitmapMode: 1],
                [version: 2, checksumMode: 0x30, blocksPerChecksum: 4, reseed: false, bitmapMode: 1],
                [version: 2, checksumMode: 0x31, blocksPerChecksum: 4, reseed: true, bitmapMode: 1],
                [version: 2, checksumMode: 0x31, blocksPerChecksum: 4, reseed: false, bitmapMode: 1],
                [version: 2, checksumMode: 0xff, blocksPerChecksum: 2, reseed: false, bitmapMode: 1],
                [version: 2, checksumMode: 0x20, blocksPerChecksum: 3, reseed: true, bitmapMode: 8],
                [version: 2, checksumMode: 0x20, blocksPerChecksum: 3, reseed: true, bitmapMode: 8, bitmapMagic: true],
                [version: 2, checksumMode: 0x20, blocksPerChecksum: 5, reseed: true, bitmapMode: 0, map: '#' * 23],
                [version: 2, checksumMode: 0x00, blocksPerChecksum: 0, reseed: true, bitmapMode: 0, map: '#'],
                [version: 2, checksumMode: 0x20, blocksPerChecksum: 3, reseed: true, bitmapMode: 1, blockBytes: 1],
                [version: 2, checksumMode: 0x31, blocksPerChecksum: 2, reseed: true, bitmapMode: 1, blockBytes: 70_000],
                [version: 1, checksumMode: 0xff, blocksPerChecksum: 1, reseed: false, bitmapMode: 8],
                [version: 1, checksumMode: 0xff, blocksPerChecksum: 1, reseed: false, bitmapMode: 8, wideBytes: 8],
                [version: 1, checksumMode: 0xff, blocksPerChecksum: 1, reseed: false, bitmapMode: 8, map: '.#.'],
                [version: 1, checksumMode: 0xff, blocksPerChecksum: 1, reseed: false, bitmapMode: 8, map: '.#.', wideBytes: 8],
                [version: 1, checksumMode: 0xff, blocksPerChecksum: 1, reseed: false, bitmapMode: 8, deviceBytes: 0],
        ]
    }

    def "the header says what it was made of"() {
        when:
        def image = PartitionImage.open(write(new PartcloneFile(deviceBytes: 100_000, fileSystem: 'BTRFS').bytes())) as PartcloneImage

        then:
        image.header() == new ImageHeader(2, '0.3.99', 'BTRFS', 100_000, 22, 14, 512, ChecksumMode.CRC32, 3, true,
                ImageHeader.BitmapMode.BITS)
        image.fileSystem() == 'BTRFS'
        image.blockBytes() == 512
        image.deviceBytes().asLong == 100_000
        image.compression() == Compression.NONE
        image.name() == dir.resolve('sda1.ext4-ptcl-img.uncomp').toString()
    }

    def "version 1 may not know its device"() {
        expect:
        PartitionImage.open(write(new PartcloneFile(version: 1, deviceBytes: 0).bytes())).deviceBytes().asLong == 22 * 512
    }

    def "what the header says of used blocks does not count, the bitmap does"() {
        given:
        def file = new PartcloneFile(patch: { it.putLong(76, 3) })

        expect:
        Tools.digest { readAll(PartitionImage.open(write(file.bytes())), 1000) } == Tools.digest { file.stream() }
    }

    def "bits behind the last block mean nothing"() {
        given:
        def file = new PartcloneFile(map: '##.#')
        byte[] bytes = file.bytes()
        bytes[110] |= (byte) 0xf0
        int crc = PartcloneFile.crc32(-1, bytes, 110, 1)
        ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(111, crc)

        expect:
        PartitionImage.open(write(bytes)).extents(ExtentCut.MERGED, 0) == PartcloneFile.extents('0+2 3+1', 512)
    }

    def "an image without a used block is read, and has no bytes"() {
        given:
        def image = PartitionImage.open(write(new PartcloneFile(map: '....').bytes()))

        expect:
        ImageCopy.check(image, ProgressListener.NONE, new CancelToken()) == 0
        image.extents(ExtentCut.IMAGE, 1).count() == 0
    }

    def "#cut with a buffer of #blocks blocks cuts into #expected"() {
        given:
        def image = PartitionImage.open(write(new PartcloneFile(map: '###..#######..#.####').bytes()))

        expect:
        image.extents(cut, (long) (blocks * 512)) == PartcloneFile.extents(expected, 512)

        where:
        cut              | blocks || expected
        ExtentCut.DEVICE | 4      || '0+3 5+4 9+3 14+1 16+4'
        ExtentCut.IMAGE  | 4      || '0+3 5+1 6+4 10+2 14+1 16+1 17+3'
        ExtentCut.MERGED | 4      || '0+3 5+7 14+1 16+4'
        ExtentCut.DEVICE | 4.9    || '0+3 5+4 9+3 14+1 16+4'
        ExtentCut.DEVICE | 100    || '0+3 5+7 14+1 16+4'
        ExtentCut.IMAGE  | 100    || '0+3 5+7 14+1 16+4'
        ExtentCut.DEVICE | 3      || '0+3 5+3 8+3 11+1 14+1 16+3 19+1'
        ExtentCut.IMAGE  | 3      || '0+3 5+3 8+3 11+1 14+1 16+1 17+3'
        ExtentCut.DEVICE | 0.5    || '0+1 1+1 2+1 5+1 6+1 7+1 8+1 9+1 10+1 11+1 14+1 16+1 17+1 18+1 19+1'
        ExtentCut.IMAGE  | 1      || '0+1 1+1 2+1 5+1 6+1 7+1 8+1 9+1 10+1 11+1 14+1 16+1 17+1 18+1 19+1'
    }

    def "more than four million extents are refused"() {
        given:
        def builder = new UsedBlocks.Builder('x')
        builder.add(0, 4_000_001)
        def used = builder.build()

        when:
        ExtentCut.DEVICE.cut(used, 512, 512, 'x')

        then:
        def refused = thrown(BadImage)
        refused.message == 'x: the used blocks make more than 4,000,000 extents'
        refused.remedy().get() == 'a larger buffer size makes fewer'

        and:
        ExtentCut.DEVICE.cut(used, 512, 1024, 'x').count() == 2_000_001
    }

    def "used blocks in more places than are kept are refused"() {
        given:
        def used = new UsedBlocks.Builder('x', 4096)

        when:
        (0..2048).each { used.add(2L * it, 1) }
        used.build()

        then:
        def refused = thrown(BadImage)
        refused.message == 'x: the used blocks lie in more than 2,048 places'
    }

    def "runs come back as they went in: #runs"() {
        given:
        def builder = new UsedBlocks.Builder('x')
        runs.each { builder.add(it[0], it[1]) }
        def used = builder.build()
        def back = []

        when:
        used.forEachRun { first, count -> back << [first, count] }

        then:
        back == merged
        used.runs() == merged.size()
        used.blocks() == (runs*.getAt(1).sum() ?: 0)

        where:
        runs                                       || merged
        []                                         || []
        [[0, 1]]                                   || [[0, 1]]
        [[0, 1], [1, 2], [3, 1]]                   || [[0, 4]]
        [[5, 127], [200, 128], [1L << 35, 1L << 34]] || [[5, 127], [200, 128], [1L << 35, 1L << 34]]
    }

    def "an image in place spans volumes"() {
        given:
        def file = new PartcloneFile()
        def path = write(file.bytes())
        Tools.split(path, 1000)

        when:
        def image = PartitionImage.open(path)

        then:
        image.name() == "${path}.*"
        Tools.digest { readInPlace(image, image.extents(ExtentCut.IMAGE, 1024), 3000) } == Tools.digest { file.stream() }
        Tools.digest { readAll(image, 100) } == Tools.digest { file.stream() }
    }

    def "an image in place reads inside of its stream only, and tells what it is"() {
        given:
        def image = PartitionImage.open(write(new PartcloneFile().bytes()))
        def source = image.openInPlace(image.extents(ExtentCut.MERGED, 0))

        when:
        source.read(14 * 512 - 1, ByteBuffer.allocate(2))

        then:
        thrown(IndexOutOfBoundsException)
        source.name() == image.name()
        source.extents() == image.extents(ExtentCut.MERGED, 0)

        cleanup:
        source.close()
    }

    private static byte[] transferred(def source, long start) {
        def out = new ByteArrayOutputStream()
        def channel = java.nio.channels.Channels.newChannel(out)
        long at = start
        while (at < source.extents().totalBytes()) {
            long count = source.transfer(at, source.extents().totalBytes() - at, channel)
            assert count > 0
            at += count
        }
        out.toByteArray()
    }

    def "any range of an image in place is right: blocks of #v.blockBytes, a checksum after #v.blocksPerChecksum, volumes of #volumeBytes"() {
        given:
        def file = new PartcloneFile([map: '##.#.####..###' * 60] + v).withDevice()
        byte[] stream = file.stream()
        def path = write(file.bytes())
        Tools.split(path, volumeBytes)
        def image = PartitionImage.open(path)
        def source = image.openInPlace(image.mergedExtents())
        def random = new Random(7)

        expect:
        (1..300).every {
            int at = random.nextInt(stream.length)
            int length = 1 + random.nextInt(it % 3 == 0 ? stream.length - at : Math.min(5000, stream.length - at))
            def into = ByteBuffer.allocateDirect(length)
            source.read(at, into)
            !into.hasRemaining() && into.flip() == ByteBuffer.wrap(stream, at, length)
        }
        Tools.digest { transferred(source, 1000) } == Tools.digest { Arrays.copyOfRange(stream, 1000, stream.length) }

        cleanup:
        source.close()

        where:
        v                                                                       | volumeBytes
        [blockBytes: 512, blocksPerChecksum: 1]                                 | 100_000
        [blockBytes: 4096, blocksPerChecksum: 1]                                | 1_000_000
        [blockBytes: 4096, blocksPerChecksum: 7]                                | 300_001
        [blockBytes: 4096, blocksPerChecksum: 8]                                | 300_001
        [blockBytes: 4096, blocksPerChecksum: 256]                              | 300_001
        [blockBytes: 4096, checksumMode: 0, blocksPerChecksum: 0]               | 77_777
        [blockBytes: 1024, version: 1, checksumMode: 0xff, wideBytes: 8]        | 50_000
        [blockBytes: 70_000, blocksPerChecksum: 1, checksumMode: 0x31]          | 5_000_000
    }

    def "an image in place that is cut off later fails there, and names the volume and the byte in it"() {
        given:
        def path = write(new PartcloneFile().bytes())
        Tools.split(path, 3000)
        def image = PartitionImage.open(path)
        def source = image.openInPlace(image.mergedExtents())
        Path last = Path.of("${path}.ac")
        Files.write(last, new byte[10])

        when:
        source.read(13 * 512, ByteBuffer.allocate(512))

        then:
        def failure = thrown(DeviceFailure)
        failure.message == "cannot read $last at 0x315, 512 bytes: it has become shorter than the 1305 bytes that it had when opened"

        cleanup:
        source.close()
    }

    def "a volume that vanished is a failure of that volume"() {
        given:
        def path = write(new PartcloneFile().bytes())
        Tools.split(path, 5000)
        def image = PartitionImage.open(path)
        Files.delete(Path.of("${path}.ab"))

        when:
        image.openInPlace(image.extents(ExtentCut.MERGED, 0))

        then:
        def failure = thrown(DeviceFailure)
        failure.message == "cannot open ${path}.ab: no such file or device"
    }

    def "a packed image is not read in place"() {
        given:
        def path = write(Tools.pipe(new PartcloneFile().bytes(), ['gzip', '-c']), 'x.gz')
        def image = PartitionImage.open(path)

        when:
        image.openInPlace(image.extents(ExtentCut.MERGED, 0))

        then:
        def refused = thrown(BadImage)
        refused.kind() == Problem.Kind.USAGE
        refused.message == "$path is packed with gzip; only an image that is not packed can be read in place"
    }

    def "an image that was replaced since it was opened is not read"() {
        given:
        def path = write(new PartcloneFile().bytes())
        def image = PartitionImage.open(path)
        write(new PartcloneFile(fileSystem: 'XFS').bytes())

        when:
        image.openStream()

        then:
        def refused = thrown(BadImage)
        refused.message == "$path is another image than it was a moment ago"
    }

    def "opening leaves no thread behind, whether the image is good or not"() {
        when:
        PartitionImage.open(write(new PartcloneFile().bytes()))
        PartitionImage.open(write(new byte[9_000_000]))

        then:
        thrown(BadImage)
        !Thread.allStackTraces.keySet().any { it.name.startsWith('ezio-unpack') }
    }
}
