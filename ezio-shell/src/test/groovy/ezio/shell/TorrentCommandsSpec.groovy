package ezio.shell

import ezio.shell.env.ExitCode
import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import spock.lang.Specification
import spock.lang.TempDir

class TorrentCommandsSpec extends Specification {

    static final int MIB = 1 << 20
    static final String HASH = '[0-9a-f]{40}'
    static final String TIME = /\d+\.\d s/

    @TempDir
    Path directory

    Program program

    def setup() {
        program = new Program(directory)
    }

    private Program again() {
        def next = new Program(directory)
        program = next
        next
    }

    private Path torrentInfo(String name, Path image, List<List<Long>> extents) {
        def all = Files.readAllBytes(image)
        def stream = new ByteArrayOutputStream()
        def text = new StringBuilder('block_size: 4096\nblocks_total: ' + (all.length >> 12) + '\n')
        extents.each { offset, length ->
            text << String.format('offset: %032x\nlength: %032x\n', offset, length)
            stream.write(all, offset as int, length as int)
        }
        byte[] bytes = stream.toByteArray()
        for (int at = 0; at < bytes.length; at += 16 * MIB) {
            def sha1 = MessageDigest.getInstance('SHA-1')
            sha1.update(bytes, at, Math.min(16 * MIB, bytes.length - at))
            text << 'sha1: ' << sha1.digest().encodeHex() << '\n'
        }
        Files.writeString(directory.resolve(name), text)
    }

    def "makes a torrent of a whole image file"() {
        given:
        program.image('sda1.img', MIB)

        expect:
        program.run('torrent', 'create', 'sda1.img') == ExitCode.OK
        program.stdout ==~ /\[3\/3] wrote $directory\/sda1.torrent: 4 pieces of 256 KiB, info hash $HASH, $TIME\n/
        program.stderr == '[1/3] reading extents: 1 extent, 1 MiB, all of an image file, used or not\n'
        Files.size(directory.resolve('sda1.torrent')) > 100
    }

    def "makes a torrent of the used blocks of an image file, with options"() {
        given:
        def image = program.image('root.img', MIB)
        torrentInfo('root.info', image, [[0L, 65536L], [131072L, 65536L]])

        when:
        def exit = program.run('torrent', 'create', 'root.img', '--used-blocks', 'root.info', '-o', 'out.torrent', '--name',
                'vg/root', '--piece-length', '64KiB', '--tracker', 'http://a:1/announce', '--tracker', 'udp://b:2',
                '--private', '--creator', 'me', '--comment', 'a comment')

        then:
        exit == ExitCode.OK
        program.stderr == '[1/3] reading extents: 2 extents, 128 KiB of 1 MiB\n'

        when:
        again().run('torrent', 'show', 'out.torrent')
        def lines = program.stdout.readLines()

        then:
        lines.take(1) + lines[2..7] + lines[9..-1] == [
            'name        vg/root',
            'size        128 KiB (131,072 bytes) in 2 extents',
            'needs       a device of 1 MiB (1,048,576 bytes) or more',
            'pieces      2 of 64 KiB',
            'private     yes',
            'trackers    http://a:1/announce',
            '            udp://b:2',
            lines[9],
            'comment     a comment',
            'layout      OFFSET              LENGTH',
            '            0x0                 64 KiB',
            '            0x20000             64 KiB'
        ]
        lines[8] == 'made by     me'
        lines[9] ==~ /made at     \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/
    }

    def "takes the hashes of a torrent.info as they are"() {
        given:
        def image = program.image('sda1.img', 20 * MIB)
        torrentInfo('sda1.torrent.info', image, [[0L, 17L * MIB], [18L * MIB, 1L * MIB]])

        expect:
        program.run('torrent', 'create', 'sda1.torrent.info') == ExitCode.OK
        program.stdout ==~ /\[3\/3] wrote $directory\/sda1.torrent: 2 pieces of 16 MiB, info hash $HASH, $TIME\n/
        program.stderr == '[1/3] reading extents: 2 extents, 18 MiB, from a torrent.info\n' +
                '[2/3] took 2 hashes from sda1.torrent.info\n'

        and: 'they are those of the image'
        again().run('verify', 'sda1.torrent', 'sda1.img') == ExitCode.OK
        program.stdout ==~ /sda1: all 2 pieces on $directory\/sda1.img are right, 18 MiB in $TIME \(.*\/s\)\n/
    }

    def "makes a torrent of a directory of slices, which the raw image fits"() {
        given:
        byte[] bytes = Files.readAllBytes(program.image('a.img', MIB))
        def slices = Files.createDirectory(directory.resolve('sda2'))
        Files.write(slices.resolve('0' * 32), bytes[0..<4096] as byte[])
        Files.write(slices.resolve('0' * 27 + '40000'), bytes[0x40000..<0x48000] as byte[])
        Files.writeString(slices.resolve('torrent.info'), 'not a slice')

        expect:
        program.run('torrent', 'create', 'sda2') == ExitCode.OK
        program.stderr == '[1/3] reading extents: 2 extents, 36 KiB, from a directory of slices\n'
        again().run('verify', 'sda2.torrent', 'a.img') == ExitCode.OK
        again().run('verify', 'sda2.torrent', 'sda2', '--slices') == ExitCode.OK
    }

    def "does not make a torrent of #what"() {
        given:
        byte[] head = bytes as byte[]
        Files.write(directory.resolve('x'), head)

        when:
        def exit = program.run('torrent', 'create', 'x')

        then:
        exit == ExitCode.INPUT
        program.stdout == ''
        program.stderr == "error: $directory/x: $message\n".toString()
        !Files.exists(directory.resolve('x.torrent'))

        where:
        what                   | bytes                                    || message
        'nothing'              | []                                       || 'is empty'
        'a torrent'            | 'd8:announce3:abc'.bytes                 ||
                'is a torrent, not the bytes of a disk\n  "ezio torrent show" prints it'
    }

    def "does not make a torrent of what is not there, or of a directory without slices"() {
        expect:
        program.run('torrent', 'create', 'nowhere') == ExitCode.INPUT
        program.stderr == "error: $directory/nowhere: no such file, device or directory\n".toString()

        when:
        Files.createDirectory(directory.resolve('empty'))
        def exit = again().run('torrent', 'create', 'empty')

        then:
        exit == ExitCode.INPUT
        program.stderr == "error: $directory/empty: holds no slices\n".toString() +
                "  slices are files whose name is an offset of 32 hex digits; partclone's -T writes them\n"
    }

    def "slices that overlap are named"() {
        given:
        def slices = Files.createDirectory(directory.resolve('s'))
        Files.write(slices.resolve('0' * 32), new byte[8192])
        Files.write(slices.resolve('0' * 28 + '1000'), new byte[10])

        expect:
        program.run('torrent', 'create', 's') == ExitCode.INPUT
        program.stderr == "error: $slices/${'0' * 28}1000: starts before the end of slice ${'0' * 32}\n".toString()
    }

    def "a torrent.info that contradicts itself is named with its line"() {
        given:
        Files.writeString(directory.resolve('bad.info'), 'offset: zz\n')

        expect:
        program.run('torrent', 'create', 'bad.info') == ExitCode.INPUT
        program.stderr.startsWith("error: $directory/bad.info:1: ")
    }

    def "a torrent.info whose first line is damaged is not taken for an image"() {
        given:
        Files.writeString(directory.resolve('sda1.torrent.info'), 'blokc_size: 4096\nblocks_total: 1\n')

        expect:
        program.run('torrent', 'create', 'sda1.torrent.info') == ExitCode.INPUT
        program.stderr.readLines()[0] == "error: $directory/sda1.torrent.info: names no extents".toString()
        !Files.exists(directory.resolve('sda1.torrent'))
    }

    def "used blocks that pass the end of the device are a device error"() {
        given:
        def large = program.image('large.img', MIB)
        program.image('small.img', 4096)
        torrentInfo('large.info', large, [[0L, 8192L]])

        expect:
        program.run('torrent', 'create', 'small.img', '--used-blocks', 'large.info') == ExitCode.DEVICE
        program.stderr == "error: $directory/small.img holds 4 KiB, its image needs 8 KiB (4,096 bytes more)\n".toString()
    }

    def "options that do not fit the source are usage errors"() {
        given:
        def image = program.image('a.img', MIB)
        torrentInfo('a.info', image, [[0L, 4096L]])

        expect:
        program.run('torrent', 'create', 'a.info', '--piece-length', '1MiB') == ExitCode.USAGE
        program.stderr == "error: the hashes in $directory/a.info are of pieces of 16 MiB\n".toString() +
                '  leave --piece-length out, or name the device and give this file with --used-blocks\n'
        again().run('torrent', 'create', 'a.info', '--used-blocks', 'a.info') == ExitCode.USAGE
        program.stderr.startsWith("error: --used-blocks needs a device or an image file, $directory/a.info is a torrent.info\n")
    }

    def "a file that exists is replaced only with --force"() {
        given:
        program.image('a.img', MIB)
        Files.writeString(directory.resolve('a.torrent'), 'precious')

        expect:
        program.run('torrent', 'create', 'a.img') == ExitCode.REFUSED
        program.stderr == "error: $directory/a.torrent exists already\n".toString() +
                '  --force replaces it; -o FILE writes another one\n'
        Files.readString(directory.resolve('a.torrent')) == 'precious'

        and:
        again().run('torrent', 'create', 'a.img', '--force') == ExitCode.OK
        Files.size(directory.resolve('a.torrent')) > 100
    }

    def "JSON says everything in fields"() {
        given:
        program.image('a.img', MIB)

        when:
        program.run('torrent', 'create', 'a.img', '--output', 'json')
        def created = Program.json(program.stdout)[0]

        then:
        created.schema == 1
        created.event == 'torrent-created'
        created.totalBytes == MIB
        created.pieces == 4
        created.pieceLengthBytes == 256 << 10
        created.file == "$directory/a.torrent".toString()
        Program.json(program.stderr).every { it.time && it.step && it.event }

        when:
        again().run('torrent', 'show', '--json', 'a.torrent')
        def shown = Program.json(program.stdout)[0]

        then:
        shown.event == 'torrent'
        shown.infoHash == created.infoHash
        shown.extents == [[offsetBytes: 0, lengthBytes: MIB]]
        shown.trackers == []
        shown.private == false
    }

    def "edits trackers and keeps the info-hash"() {
        given:
        program.image('a.img', MIB)
        program.run('torrent', 'create', 'a.img', '--tracker', 'http://a:1/announce', '--output', 'json')
        def hash = Program.json(program.stdout)[0].infoHash

        expect:
        again().run('torrent', 'edit', 'a.torrent', '--add-tracker', 'http://b:2/announce') == ExitCode.OK
        program.stdout == "wrote $directory/a.torrent: trackers http://a:1/announce, http://b:2/announce\n".toString()
        again().run('torrent', 'edit', 'a.torrent', '--remove-tracker', 'http://a:1/announce', '-o', 'b.torrent') == ExitCode.OK
        program.stdout == "wrote $directory/b.torrent: trackers http://b:2/announce\n".toString()
        again().run('torrent', 'edit', 'a.torrent', '--set-tracker', 'udp://c:3') == ExitCode.OK
        program.stdout == "wrote $directory/a.torrent: trackers udp://c:3\n".toString()
        again().run('torrent', 'edit', 'a.torrent', '--remove-tracker', 'http://x:1/') == ExitCode.USAGE
        program.stderr == 'error: a.torrent has no tracker http://x:1/\n  "ezio torrent show" lists its trackers\n'
        again().run('torrent', 'show', 'a.torrent', '--json') == ExitCode.OK
        Program.json(program.stdout)[0].infoHash == hash
    }

    def "a hostile torrent ends with 3 and one clear line: #why"() {
        given:
        Files.write(directory.resolve('x.torrent'), text.getBytes('ISO-8859-1'))
        program.image('disk.img', MIB)
        byte[] before = Files.readAllBytes(directory.resolve('disk.img'))

        when:
        def exit = program.run(*command.tokenize())

        then:
        exit == ExitCode.INPUT
        program.stdout == ''
        program.stderr.readLines()[0].startsWith("error: $directory/x.torrent: ")
        program.stderr.readLines().size() <= 2
        !program.stderr.contains('Exception')
        Files.readAllBytes(directory.resolve('disk.img')) == before

        where:
        [why, text, command] << [
            [
                ['not bencoded', 'hello'],
                ['truncated', 'd4:infod4:name1:a'],
                ['nested lists', 'd4:info' + 'l' * 100_000],
                ['no info', 'd8:announce3:abce'],
                ['a negative length', torrentOf('-1', '0' * 32)],
                ['a name that is no offset', torrentOf('16384', '../../etc/passwd')],
                ['an offset that overflows', torrentOf('16384', '7' + 'f' * 15)]
            ],
            [
                'torrent show x.torrent',
                'verify x.torrent disk.img',
                'seed x.torrent disk.img',
                'restore x.torrent disk.img --overwrite disk.img'
            ]
        ].combinations().collect { [it[0][0], it[0][1], it[1]] }
    }

    private static String torrentOf(String length, String name) {
        "d4:infod5:filesld6:lengthi${length}e4:pathl${name.length()}:${name}eee4:name1:a12:piece lengthi16384e" +
                "6:pieces20:${'x' * 20}ee"
    }
}
