package ezio.partclone.volume

import ezio.partclone.Tools
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CancellationException

@Timeout(60)
class UnpackedStreamSpec extends Specification {

    static final Map<Compression, List<String>> PACKERS = [
            (Compression.GZIP) : ['gzip', '-c'],
            (Compression.ZSTD) : ['zstd', '-q', '-c'],
            (Compression.XZ)   : ['xz', '-c'],
            (Compression.LZ4)  : ['lz4', '-q', '-c'],
            (Compression.BZIP2): ['bzip2', '-c'],
            (Compression.LZMA) : ['lzma', '-c'],
            (Compression.LZIP) : ['lzip', '-c'],
    ]
    static final Map<Compression, String> SUFFIX = [
            (Compression.GZIP) : 'gz', (Compression.ZSTD): 'zst', (Compression.XZ): 'xz', (Compression.LZ4): 'lz4',
            (Compression.BZIP2): 'bz2', (Compression.LZMA): 'lzma', (Compression.LZIP): 'lzip',
    ]

    // More than the chunks that are unpacked ahead.
    @Shared
    byte[] content = Tools.content(6 << 20)

    @Shared
    Map<Compression, byte[]> packed = PACKERS.collectEntries { format, command -> [format, pack(command, content)] }

    @TempDir
    Path dir

    private static byte[] pack(List<String> command, byte[] bytes) {
        Tools.pipe(bytes, command)
    }

    private static byte[] concat(byte[]... parts) {
        def out = new ByteArrayOutputStream()
        parts.each { out.writeBytes(it) }
        out.toByteArray()
    }

    private static byte[] unpack(Path file, int most = Integer.MAX_VALUE) {
        try (def stream = UnpackedStream.open(Volumes.find(file))) {
            def out = new ByteArrayOutputStream()
            byte[] part = stream.readBytes(100_003)
            while (part.length > 0 && out.size() < most) {
                out.writeBytes(part)
                part = stream.readBytes(100_003)
            }
            out.toByteArray()
        }
    }

    private static List<String> unpackThreads() {
        Thread.allStackTraces.keySet()*.name.findAll { it.startsWith('ezio-unpack') }
    }

    def "#format is unpacked, in one file and split"() {
        given:
        def name = "x-img.${SUFFIX[format]}"
        Files.write(dir.resolve(name), packed[format])
        Files.write(dir.resolve("old-img"), packed[format])

        expect:
        Tools.digest { unpack(dir.resolve(name)) } == Tools.digest { content }
        Tools.digest { unpack(dir.resolve('old-img')) } == Tools.digest { content }

        when:
        Tools.split(dir.resolve(name), 500_000)

        then:
        Tools.digest { unpack(dir.resolve(name)) } == Tools.digest { content }
        UnpackedStream.open(Volumes.find(dir.resolve(name))).withCloseable { it.compression() } == format
        unpackThreads().empty

        where:
        format << PACKERS.keySet()
    }

    def "several members of #format are one stream"() {
        given:
        byte[] a = Tools.content(70_001, 2)
        byte[] b = Tools.content(123_456, 3)
        def file = Files.write(dir.resolve("x.${SUFFIX[format]}"), concat(pack(PACKERS[format], a),
                pack(PACKERS[format], new byte[0]), pack(PACKERS[format], b)))

        expect:
        Tools.digest { unpack(file) } == Tools.digest { concat(a, b) }

        where:
        format << PACKERS.keySet() - [Compression.LZMA]
    }

    def "what #command makes is unpacked"() {
        given:
        def file = Files.write(dir.resolve('x-img'), pack(command, content))

        expect:
        Tools.digest { unpack(file) } == Tools.digest { content }

        where:
        command << [
                ['gzip', '--fast', '--rsyncable', '-c'],
                ['zstd', '-q', '-T2', '-3', '-c'],
                ['zstd', '-q', '--no-check', '-1', '-c'],
                ['xz', '-0', '-T2', '--block-size=1MiB', '-c'],
                ['lz4', '-q', '-BD', '-c'],
                ['lz4', '-q', '-B4', '-BX', '--content-size', '-c'],
                ['lz4', '-q', '-9', '--no-frame-crc', '-c'],
                ['lzip', '-0', '-b', '1MiB', '-c'],
        ]
    }

    def "files that are not packed are read as they are: #name"() {
        given:
        def file = Files.write(dir.resolve(name), bytes)

        expect:
        Tools.digest { unpack(file) } == Tools.digest { bytes }

        where:
        name                       | bytes
        'x'                        | Tools.content(1_234_567)
        'x.dd-ptcl-img.uncomp'     | [0x1f, 0x8b, 8, 0, 0] as byte[]
        'x.ptcl-img.gz'            | 'partclone-image, though it is named so'.bytes
    }

    def "#format that is cut off after #part of its bytes says so"() {
        given:
        byte[] whole = packed[format]
        int length = (int) (whole.length * part)
        def file = Files.write(dir.resolve("x.${SUFFIX[format]}"), Arrays.copyOf(whole, length))

        when:
        unpack(file)

        then:
        def refused = thrown(BadVolume)
        refused.message == "$file near byte $length: the ${format.title()} data ends in the middle"
        refused.remedy().get() == 'is a volume missing after it, or was it copied incompletely?'
        refused.volume() == file
        unpackThreads().empty

        where:
        [format, part] << [PACKERS.keySet(), [0.3d, 0.9999d]].combinations()
    }

    def "#format whose last volume is missing names the last one that is there"() {
        given:
        def file = Files.write(dir.resolve("x.${SUFFIX[format]}"), packed[format])
        Tools.split(file, packed[format].length.intdiv(3) + 1)
        Files.delete(dir.resolve("x.${SUFFIX[format]}.ac"))

        when:
        unpack(file)

        then:
        def refused = thrown(BadVolume)
        refused.message == "${file}.ab near byte ${packed[format].length.intdiv(3) + 1}: the ${format.title()} data ends in the middle"

        where:
        format << PACKERS.keySet()
    }

    def "#format with a damaged middle says where"() {
        given:
        byte[] damaged = packed[format].clone()
        Arrays.fill(damaged, damaged.length.intdiv(2), damaged.length.intdiv(2) + 64, (byte) 0x5a)
        def file = Files.write(dir.resolve("x.${SUFFIX[format]}"), damaged)

        when:
        unpack(file)

        then:
        def refused = thrown(BadVolume)
        refused.message ==~ /\Q$file\E near byte \d+: the ${format.title()} data (is damaged \(.+\)|ends in the middle)/
        unpackThreads().empty

        where:
        format << PACKERS.keySet() - [Compression.LZMA]
    }

    def "#why is refused: #message"() {
        given:
        def file = Files.write(dir.resolve(name), bytes)

        when:
        unpack(file)

        then:
        def refused = thrown(BadVolume)
        refused.message == message.replace('DIR', dir.toString())

        where:
        why               | name         | bytes                                                || message
        'an empty file'   | 'x.gz'       | new byte[0]                                          || 'DIR/x.gz is empty'
        'a wrong name'    | 'x-img.zst'  | 'no such thing'.bytes                                || 'DIR/x-img.zst is not packed with zstd, as its name says, nor with another'
        'lzop'            | 'x-img.lzo'  | [0x89, 0x4c, 0x5a, 0x4f, 0, 13, 10, 26, 10, 1] as byte[] || 'DIR/x-img.lzo is packed with lzop, which is not supported'
        'lrzip'           | 'x-img.lrz'  | 'LRZI....'.bytes                                     || 'DIR/x-img.lrz is packed with lrzip, which is not supported'
        'old lz4'         | 'x-img.lz4'  | pack(['lz4', '-q', '-l', '-c'], 'abc'.bytes)         || "DIR/x-img.lz4 is packed with lz4's legacy format, which is not supported"
        'a huge xz'       | 'x.xz'       | pack(['xz', '-0', '--lzma2=preset=0,dict=512MiB', '-c'], 'abc'.bytes) || 'DIR/x.xz needs more than 128 MiB of memory to be unpacked'
        'a huge zstd'     | 'x.zst'      | pack(['zstd', '-q', '--long=30', '-c'], new byte[1 << 20]) || 'DIR/x.zst needs more than 128 MiB of memory to be unpacked'
        'a huge lzip'     | 'x.lz'       | pack(['lzip', '-s', '512MiB', '-c'], 'abc'.bytes).tap { it[5] = 29 } || 'DIR/x.lz needs more than 128 MiB of memory to be unpacked'
        'lzip version 0'  | 'x.lz'       | pack(['lzip', '-c'], 'abc'.bytes).tap { it[4] = 0 }  || 'DIR/x.lz near byte 6: the lzip data is damaged (version 0)'
        'a wrong CRC'     | 'x.lz'       | pack(['lzip', '-c'], 'abc'.bytes).tap { it[it.length - 20]++ } || 'DIR/x.lz near byte 39: the lzip data is damaged (CRC differs)'
        'a wrong size'    | 'x.lz'       | pack(['lzip', '-c'], 'abc'.bytes).tap { it[it.length - 16]++ } || 'DIR/x.lz near byte 39: the lzip data is damaged (size differs)'
    }

    def "a volume that becomes shorter while it is read is a failure"() {
        given:
        def file = Files.write(dir.resolve('x'), content)
        def volumes = Volumes.find(file)
        Files.write(file, new byte[1000])

        when:
        UnpackedStream.open(volumes).withCloseable { it.readBytes(2000) }

        then:
        def refused = thrown(BadVolume)
        refused.message == "$file has become shorter than the 6,291,456 bytes that it had"
    }

    def "what is closed in the middle leaves no thread and no open file"() {
        given:
        def file = Files.write(dir.resolve('x.gz'), packed[Compression.GZIP])
        def stream = UnpackedStream.open(Volumes.find(file))

        when:
        stream.readBytes(10)
        stream.close()

        then:
        unpackThreads().empty
        !Files.list(Path.of('/proc/self/fd')).withCloseable { it.anyMatch { Files.exists(it) && Files.isSameFile(it, file) } }
    }

    def "an interrupt is a cancel, and is kept"() {
        given:
        def file = Files.write(dir.resolve('x.bz2'), packed[Compression.BZIP2])
        def stream = UnpackedStream.open(Volumes.find(file))

        when:
        Thread.currentThread().interrupt()
        stream.readBytes(6 << 20)

        then:
        thrown(CancellationException)
        Thread.interrupted()

        cleanup:
        Thread.interrupted()
        stream.close()
    }

    def "position, place and stored bytes tell where it is"() {
        given:
        def file = Files.write(dir.resolve('x'), content)
        Tools.split(file, 1_000_000)

        when:
        def stream = UnpackedStream.open(Volumes.find(file))

        then:
        stream.skip(2_000_003, { a, o, l -> }) == 2_000_003
        stream.positionBytes() == 2_000_003
        stream.place().toString() == "${file}.ac at byte 3"
        stream.read() == (content[2_000_003] & 0xff)

        when:
        def shown = new ByteArrayOutputStream()
        def into = ByteBuffer.allocate(5 << 20)
        stream.read(into, { a, o, l -> shown.write(a, o, l) })

        then:
        into.position() == content.length - 2_000_004
        Tools.digest { shown.toByteArray() } == Tools.digest { Arrays.copyOfRange(content, 2_000_004, content.length) }
        stream.read() == -1
        stream.storedBytes() == content.length
        stream.place().toString() == "${file}.ag at byte 291456"

        cleanup:
        stream.close()
    }
}
