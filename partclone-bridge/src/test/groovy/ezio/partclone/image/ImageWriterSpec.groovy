package ezio.partclone.image

import ezio.core.image.ImageStream
import ezio.core.progress.CancelToken
import ezio.partclone.Tools
import ezio.partclone.volume.Compression
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CancellationException

@Timeout(60)
class ImageWriterSpec extends Specification {

    @TempDir
    Path dir

    private static ImageStream stream(byte[] bytes) {
        def left = ByteBuffer.wrap(bytes)
        [name: { '/dev/sdz' }, totalBytes: { OptionalLong.of(bytes.length) }, close: { },
         read: { ByteBuffer into -> while (into.hasRemaining() && left.hasRemaining()) { into.put(left.get()) } }] as ImageStream
    }

    private static ImageWriter writer(PartcloneFile file, ChecksumMode mode) {
        def map = BlockMap.read(new ByteArrayInputStream(file.bytes()), '/dev/sdz')
        new ImageWriter(map, '0.3.99', file.map.length() * file.blockBytes, mode, Math.max(1, file.blocksPerChecksum))
    }

    def "what is written is the format, byte for byte: #mode, checksum after #blocks, map #map"() {
        given:
        def file = new PartcloneFile(map: map, checksumMode: code, blocksPerChecksum: blocks, blockBytes: blockBytes)
        byte[] expected = file.bytes()
        def writer = writer(file, mode)
        def out = new ByteArrayOutputStream()
        long done = 0

        when:
        writer.write(stream(file.stream()), out, { done += it }, new CancelToken())

        then:
        Tools.digest { out.toByteArray() } == Tools.digest { expected }
        writer.totalBytes() == expected.length
        done == file.stream().length

        where:
        mode                | code | blocks | blockBytes | map
        ChecksumMode.CRC32  | 0x20 | 3      | 512        | '##..#.#######....###.#'
        ChecksumMode.CRC32  | 0x20 | 1      | 512        | '.#'
        ChecksumMode.CRC32  | 0x20 | 7      | 512        | '#' * 7
        ChecksumMode.CRC32  | 0x20 | 7      | 512        | '#' * 8
        ChecksumMode.CRC32  | 0x20 | 100    | 4096       | '#.' * 300 + '.' * 5000 + '###'
        ChecksumMode.CRC32  | 0x20 | 300    | 4096       | '.' * 9 + '#' * 1000
        ChecksumMode.XXH64  | 0x30 | 4      | 512        | '##..#.#######....###.#'
        ChecksumMode.XXH128 | 0x31 | 4      | 512        | '##..#.#######....###.#'
        ChecksumMode.NONE   | 0x00 | 0      | 512        | '##..#.#######....###.#'
        ChecksumMode.CRC32  | 0x20 | 3      | 512        | '.' * 30
    }

    def "the list of used blocks is written in parts, however long it is"() {
        given:
        def used = new UsedBlocks.Builder('x')
        used.add(3, 5)
        used.add(100, 1_000_000)
        used.add(9_999_997, 2)
        def out = new ByteArrayOutputStream()

        when:
        BitmapWriter.write(used.build(), 10_000_001, out)
        def bits = BitSet.valueOf(Arrays.copyOf(out.toByteArray(), 1_250_001))

        then:
        out.size() == BitmapWriter.lengthBytes(10_000_001)
        bits.cardinality() == 1_000_007
        bits.nextSetBit(0) == 3
        bits.nextClearBit(3) == 8
        bits.nextSetBit(8) == 100
        bits.nextClearBit(100) == 1_000_100
        bits.nextSetBit(1_000_100) == 9_999_997
        bits.length() == 9_999_999
    }

    def "#compression is unpacked by its own tool and by us"() {
        given:
        def file = new PartcloneFile(blockBytes: 4096, map: '##.#' * 200).withDevice()
        byte[] expected = file.bytes()
        def path = dir.resolve("x.${compression.suffix()}")

        when:
        Files.newOutputStream(path).withCloseable { out ->
            compression.pack(out, level, 2).withCloseable {
                writer(file, ChecksumMode.CRC32).write(stream(file.stream()), it, { }, new CancelToken())
                it.finish()
            }
        }

        then:
        Tools.digest { Tools.pipe(Files.readAllBytes(path), tool) } == Tools.digest { expected }
        PartitionImage.open(path).compression() == compression
        Tools.digest { PartcloneImageSpec.readAll(PartitionImage.open(path), 1 << 20) } == Tools.digest { file.stream() }

        where:
        compression      | level | tool
        Compression.GZIP | 1     | ['gzip', '-d', '-c']
        Compression.GZIP | 9     | ['gzip', '-d', '-c']
        Compression.NONE | 0     | ['cat']
        Compression.ZSTD | 3     | ['zstd', '-q', '-d', '-c']
        Compression.ZSTD | 19    | ['zstd', '-q', '-d', '-c']
        Compression.LZ4  | 0     | ['lz4', '-q', '-d', '-c']
        Compression.XZ   | 0     | ['xz', '-d', '-c']
        Compression.XZ   | 7     | ['xz', '-d', '-c']
    }

    def "a cancel ends it"() {
        given:
        def file = new PartcloneFile().withDevice()
        def cancel = new CancelToken()
        cancel.cancel()

        when:
        writer(file, ChecksumMode.CRC32).write(stream(file.stream()), new ByteArrayOutputStream(), { }, cancel)

        then:
        thrown(CancellationException)
    }
}
