package ezio.shell

import ezio.shell.env.ExitCode
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Runs on images of a file system of 4 MiB that the partclone of this system made: packed whole, and split. */
class ImageCommandsSpec extends Specification {

    static final int MIB = 1 << 20
    static final String TIME = /\d+\.\d s/

    @TempDir
    @Shared
    Path made

    @Shared
    byte[] image

    @Shared
    long usedBytes

    @TempDir
    Path directory

    Program program

    def setupSpec() {
        def fs = made.resolve('fs')
        def files = Files.createDirectory(made.resolve('files'))
        [a: 400_000, b: 200_000, c: 1_100_000].each { name, length ->
            byte[] content = new byte[length]
            new Random(length).nextBytes(content)
            Files.write(files.resolve(name), content)
        }
        tool('truncate', '-s', 4 * MIB, fs)
        tool('mke2fs', '-q', '-F', '-b', 1024, '-d', files, fs)
        tool('debugfs', '-w', '-R', 'rm b', fs)
        tool('partclone.extfs', '-q', '-f', 0, '-c', '-L', made.resolve('log'), '-k', 100, '-s', fs, '-o', made.resolve('image'))
        tool('partclone.extfs', '-q', '-f', 0, '-c', '-t', '-L', made.resolve('log'), '-z', 16 * MIB, '-s', fs, '-o', made)
        image = Files.readAllBytes(made.resolve('image'))
        usedBytes = Files.readAllLines(made.resolve('torrent.info')).findAll { it.startsWith('length: ') }
                .sum { Long.parseLong(it.substring(8), 16) }
    }

    def setup() {
        program = new Program(directory)
    }

    private Program again() {
        program = new Program(directory)
    }

    private static void tool(Object... command) {
        def process = new ProcessBuilder(command*.toString()).redirectErrorStream(true).start()
        def output = new String(process.inputStream.readAllBytes())
        assert process.waitFor() == 0: "$command: $output"
    }

    private void pack(String name, byte[] bytes = image) {
        def plain = Files.write(directory.resolve('plain'), bytes)
        tool('gzip', plain)
        Files.move(directory.resolve('plain.gz'), directory.resolve(name))
    }

    private void split(String name) {
        pack(name)
        tool('split', '-a', '2', '-b', 1_000_000, directory.resolve(name), "${directory.resolve(name)}.")
        Files.delete(directory.resolve(name))
    }

    private static String number(long value) {
        String.format(Locale.ROOT, '%,d', value)
    }

    private String infoHash(String torrent) {
        again().run('torrent', 'show', torrent, '--json')
        Program.json(program.stdout)[0].infoHash
    }

    def "shows what an image says, whichever volume is named"() {
        given:
        split('sda1.ext2-ptcl-img.gz')

        when:
        def exit = program.run('image', 'show', given)
        def lines = program.stdout.readLines()

        then:
        exit == ExitCode.OK
        program.stderr == ''
        lines[0] == "image       $directory/sda1.ext2-ptcl-img.gz.*"
        lines[1] ==~ /stored {6}1\.\d MiB in 2 volumes, packed with gzip/
        lines[2..5] == [
            'file system EXTFS',
            'format      partclone 0002, made by partclone 0.3.23',
            'checksums   CRC32 after every 100 blocks',
            'device      4 MiB (4,194,304 bytes)'
        ]
        lines[6] ==~ /used {8}1\.\d MiB \(${number(usedBytes)} bytes\) in ${number(usedBytes.intdiv(1024))} blocks of 1 KiB/
        lines.size() == 7

        where:
        given << ['sda1.ext2-ptcl-img.gz', 'sda1.ext2-ptcl-img.gz.aa', 'sda1.ext2-ptcl-img.gz.ab']
    }

    def "shows an image as JSON"() {
        given:
        Files.write(directory.resolve('x.img'), image)
        program.run('image', 'show', 'x.img', '--json')

        when:
        def event = Program.json(program.stdout)[0]

        then:
        event.subMap(['event', 'path', 'volumes', 'storedBytes', 'compression', 'fileSystem', 'deviceBytes', 'usedBytes',
            'blockBytes', 'version', 'partcloneVersion', 'checksumMode', 'blocksPerChecksum', 'reseeded']) == [
            event: 'image', path: "$directory/x.img", volumes: ["$directory/x.img"], storedBytes: image.length,
            compression: 'nothing', fileSystem: 'EXTFS', deviceBytes: 4 * MIB, usedBytes: usedBytes, blockBytes: 1024,
            version: 2, partcloneVersion: '0.3.23', checksumMode: 'CRC32', blocksPerChecksum: 100, reseeded: true]
    }

    def "checks an image"() {
        given:
        split('sda1.ext2-ptcl-img.gz')

        expect:
        program.run('image', 'check', 'sda1.ext2-ptcl-img.gz') == ExitCode.OK
        program.stdout ==~ /sda1\.ext2-ptcl-img\.gz: 1\.\d MiB read to its end, all checksums are right, in $TIME \(.*\)\n/
        program.stderr == ''
    }

    def "says where an image is damaged, and what the shell returns then"() {
        given:
        byte[] damaged = image.clone()
        damaged[damaged.length - 2000] ^= 1
        Files.write(directory.resolve('x.img'), damaged)

        expect:
        program.run('image', 'check', 'x.img') == ExitCode.INPUT
        program.stdout == ''
        program.stderr ==~ /error: $directory\/x\.img at byte \d+: used blocks [\d,]+ to [\d,]+ are damaged: their CRC32 is [0-9a-f]{8}, the image says [0-9a-f]{8}\n  .*\n/
    }

    private void clonezilla() {
        split('sda1.ext2-ptcl-img.gz')
        Files.writeString(directory.resolve('disk'), 'sda\n')
        Files.writeString(directory.resolve('parts'), 'sda1 sda2\n')
        Files.writeString(directory.resolve('dev-fs.list'), '/dev/sda1 ext2 4M\n')
        Files.writeString(directory.resolve('swappt-sda2.info'), 'UUID="1-2"\n')
        Files.writeString(directory.resolve('Info-img-id.txt'), 'IMG_ID=12ab\n')
        Files.writeString(directory.resolve('lvm_vg_dev.list'), 'vg /dev/sda9 uuid\n')
        Files.writeString(directory.resolve('sda-pt.sf'),
                'label: dos\n/dev/sda1 : start=2048, size=8192, type=83\n/dev/sda2 : start=10240, size=2048, type=82\n')
    }

    def "shows a directory of Clonezilla's"() {
        given:
        clonezilla()

        expect:
        program.run('image', 'show', '.') == ExitCode.OK
        program.stdout.readLines() == [
            'disks   sda',
            'id      12ab',
            'table   sda: dos, 2 partitions, sectors of 512 bytes',
            'group   vg on /dev/sda9',
            'PART  FILE SYSTEM  SIZE   HOLDS                           FILE',
            "sda1  ext2         4 MiB  an image of partclone's         sda1.ext2-ptcl-img.gz",
            'sda2  –            1 MiB  swap space, which is made anew  –'
        ]
    }

    def "shows a directory of Clonezilla's as JSON"() {
        given:
        clonezilla()
        program.run('image', 'show', '.', '--json')

        when:
        def event = Program.json(program.stdout)[0]

        then:
        event.event == 'saved-disk'
        event.disks == ['sda']
        event.id == '12ab'
        event.parts*.name == ['sda1', 'sda2']
        event.parts*.content == ['partclone', 'swap']
        event.parts[1].swapUuid == '1-2'
    }

    def "checks each image in a directory of Clonezilla's"() {
        given:
        clonezilla()

        expect:
        program.run('image', 'check', '.') == ExitCode.OK
        program.stdout ==~ /sda1: .* all checksums are right, .*\n/
        program.stderr == 'sda2: not checked, it is swap space, which is made anew\n'
    }

    def "makes the torrent that partclone's hashes make, and the slices"() {
        given:
        split('sda1.ext2-ptcl-img.gz')
        Files.copy(made.resolve('torrent.info'), directory.resolve('sda1.torrent.info'))

        when:
        def exit = program.run('torrent', 'create', 'sda1.ext2-ptcl-img.gz', '--piece-length', '16MiB', '--slices', 'out/sda1')

        then:
        exit == ExitCode.OK
        program.stderr ==~ /\[1\/3] reading extents: \d+ extents?, 1\.\d MiB of 4 MiB, from a partclone image\n/
        program.stdout ==~ /\[3\/3] wrote $directory\/sda1\.torrent: 1 piece of 16 MiB, info hash [0-9a-f]{40}, $TIME\n/

        when:
        def ours = infoHash('sda1.torrent')
        again().run('torrent', 'create', 'sda1.torrent.info', '--name', 'sda1', '-o', 'theirs.torrent')

        then:
        infoHash('theirs.torrent') == ours
        again().run('verify', 'sda1.torrent', 'out') == ExitCode.OK
    }

    def "the cut decides the info hash"() {
        given:
        pack('sda1.img.gz')
        def hashes = ['device', 'image', 'merged'].collect {
            assert again().run('torrent', 'create', 'sda1.img.gz', '--cut', it, '--buffer-size', '100KiB', '-o',
                    "${it}.torrent") == ExitCode.OK
            infoHash("${it}.torrent")
        }

        expect:
        hashes.unique(false).size() == 3
    }

    def "makes a torrent of a packed raw image in one pass, and its slices in two"() {
        given:
        byte[] raw = Arrays.copyOf(image, 512 * 3000)
        pack('sda2.dd-ptcl-img.gz', raw)

        when:
        def exit = program.run('torrent', 'create', 'sda2.dd-ptcl-img.gz', '--piece-length', '1MiB')

        then:
        exit == ExitCode.OK
        program.stderr == '[1/3] reading extents: one, as long as what is packed\n'
        def once = infoHash('sda2.torrent')

        when:
        exit = again().run('torrent', 'create', 'sda2.dd-ptcl-img.gz', '--piece-length', '1MiB', '--slices', 's', '--force')

        then:
        exit == ExitCode.OK
        infoHash('sda2.torrent') == once
        Files.readAllBytes(directory.resolve('s/' + '0' * 32)).length == raw.length
    }

    def "a damaged image leaves neither torrent nor slices"() {
        given:
        byte[] damaged = image.clone()
        damaged[damaged.length - 2000] ^= 1
        pack('sda1.ext2-ptcl-img.gz', damaged)

        expect:
        program.run('torrent', 'create', 'sda1.ext2-ptcl-img.gz', '--slices', 's') == ExitCode.INPUT
        program.stderr.contains('are damaged')
        !Files.exists(directory.resolve('sda1.torrent'))
        !Files.exists(directory.resolve('s'))
    }

    def "slices are written to a place of their own, and of an image only"() {
        given:
        Files.write(directory.resolve('x.img'), image)
        Files.write(directory.resolve('raw.img'), new byte[8192])
        Files.createDirectories(directory.resolve('s/t'))

        expect:
        program.run('torrent', 'create', 'x.img', '--slices', 's') == ExitCode.REFUSED
        program.stderr == "error: $directory/s is not an empty directory\n  name another one for the slices, or remove what is there\n".toString()
        again().run('torrent', 'create', 'raw.img', '--slices', 't') == ExitCode.USAGE
        program.stderr == "error: --slices needs a partclone image, $directory/raw.img is an image file\n  leave --slices out\n".toString()
    }

    def "#what makes no torrent: #message"() {
        given:
        Files.write(directory.resolve('x'), bytes as byte[])

        expect:
        program.run('torrent', 'create', 'x') == ExitCode.INPUT
        program.stderr.readLines()[0] == "error: $directory/x$message".toString()
        !Files.exists(directory.resolve('x.torrent'))

        where:
        what                    | bytes                             || message
        'the start of a gzip'   | [0x1f, 0x8b, 8, 0]                || ' near byte 4: the gzip data ends in the middle'
        'the start of a zstd'   | [0x28, 0xb5, 0x2f, 0xfd]          || ' near byte 4: the zstd data ends in the middle'
        'the start of an image' | 'partclone-image\0'.bytes        || ' at byte 16: the image ends in its header'
    }

    def "'image' alone asks which command"() {
        expect:
        program.run('image') == ExitCode.USAGE
        program.stderr == 'error: image: show, check, create or cache?\n  "ezio image --help" describes them\n'
    }
}
