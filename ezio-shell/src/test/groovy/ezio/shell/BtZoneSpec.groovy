package ezio.shell

import static ezio.core.disk.SystemTool.run

import ezio.shell.env.ExitCode
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** What is made for Clonezilla's scripts is what they let partclone make. */
@Timeout(120)
class BtZoneSpec extends Specification {

    static final int MIB = 1 << 20

    @TempDir
    @Shared
    Path made

    @Shared
    Path fs

    @TempDir
    Path directory

    Path image

    Program program

    def setupSpec() {
        def files = Files.createDirectory(made.resolve('files'))
        (1..5).each {
            byte[] bytes = new byte[5 * MIB + it]
            new Random(it).nextBytes(bytes)
            Files.write(files.resolve("file$it"), bytes)
        }
        fs = made.resolve('fs')
        run('truncate', '-s', 40 * MIB, fs)
        run('mke2fs', '-q', '-F', '-t', 'ext4', '-b', 4096, '-d', files, fs)
        run('debugfs', '-w', '-R', 'rm file2', fs)
        run('partclone.ext4', '-q', '-f', 0, '-c', '-L', made.resolve('log'), '-z', 10485760, '-s', fs, '-o', made.resolve('image'))
        byte[] raw = new byte[17 * MIB + 512]
        new Random(9).nextBytes(raw)
        Files.write(made.resolve('raw'), raw)
        def saved = Files.createDirectory(made.resolve('saved'))
        run('sh', '-c', "cd '$saved' && zstd -qc ${made.resolve('image')} | split -a 2 -b 6000000 - sda1.ext4-ptcl-img.zst.")
        run('sh', '-c', "cd '$saved' && gzip -1c ${made.resolve('raw')} | split -a 2 -b 6000000 - sda2.dd-ptcl-img.gz.")
        // As it was called of old: the bytes tell how it is packed.
        run('sh', '-c', "cd '$saved' && gzip -1c ${made.resolve('image')} > vg-root.ext4-img")
    }

    def setup() {
        program = new Program(directory)
        image = directory.resolve('lab 1')
        run('cp', '-r', made.resolve('saved'), image)
        Files.writeString(image.resolve('disk'), 'sda\n')
        Files.writeString(image.resolve('parts'), 'sda1 sda2 sda3 sda5\n')
        Files.writeString(image.resolve('lvm_vg_dev.list'), 'vg /dev/sda3 abc\n')
        Files.writeString(image.resolve('lvm_logv.list'), '/dev/vg/root  Linux rev 1.0 ext4 filesystem data\n/dev/vg/swap  swap\n')
        Files.writeString(image.resolve('swappt-sda5.info'), 'UUID="1"\n')
        Files.writeString(image.resolve('swappt-vg-swap.info'), 'UUID="2"\n')
        Files.writeString(image.resolve('Info-img-id.txt'), '# Created by the command: sha512sum clonezilla-img\nIMG_ID=12ab\n')
    }

    private List<String> zone() {
        def root = directory.resolve('btzone')
        Files.exists(root) ? Files.list(root).withCloseable { it.toList() }*.fileName*.toString() : []
    }

    private Path result(String name) {
        directory.resolve('btzone/lab 1').resolve(name)
    }

    /** What their script does: partclone out of a pipe; of a raw image, which partclone 0.3.23 cannot, from the file. */
    private Path theirs(String part) {
        def out = directory.resolve("theirs-$part")
        if (part == 'sda2') {
            run('partclone.dd', '-q', '-f', 0, '-L', directory.resolve('log'), '-z', 16 * MIB, '-s', made.resolve('raw'), '--btfiles', '-o', out)
        } else {
            run('partclone.ext4', '-q', '-f', 0, '-L', directory.resolve('log'), '-r', '-z', 16 * MIB, '-s', made.resolve('image'), '-T', '-o', out)
        }
        out
    }

    def "slices and torrent.info of each partition are partclone's, and the torrents fit them"() {
        when:
        def exit = program.run('torrent', 'create', '--clonezilla', 'lab 1', '--tracker', 'http://10.0.0.1:6969/announce')

        then:
        exit == ExitCode.OK
        program.stderr == '''\
            sda3: left out, it is a physical volume, whose logical volumes have images of their own
            sda5: left out, it is swap space, which is made anew
            vg-swap: left out, it is swap space, which is made anew
            '''.stripIndent()
        program.stdout.readLines()*.replaceFirst(/ [0-9a-f]{40}$/, '') == [
            "sda1: wrote $directory/btzone/lab 1/sda1.torrent and 3 slices, 26.6 MiB, info hash",
            "sda2: wrote $directory/btzone/lab 1/sda2.torrent and 2 slices, 17 MiB, info hash",
            "vg-root: wrote $directory/btzone/lab 1/vg-root.torrent and 3 slices, 26.6 MiB, info hash",
        ]*.toString()
        zone() == ['lab 1']
        Files.readAllBytes(result('Info-img-id.txt')) == Files.readAllBytes(image.resolve('Info-img-id.txt'))

        and:
        for (part in ['sda1', 'sda2', 'vg-root']) {
            def slices = theirs(part)
            assert Files.readString(result("${part}.torrent.info")) == Files.readString(slices.resolve('torrent.info'))
            Files.delete(slices.resolve('torrent.info'))
            run('diff', '-r', slices, result(part))
            assert new Program(directory).run('verify', "btzone/lab 1/${part}.torrent", 'btzone/lab 1') == ExitCode.OK
        }

        and: 'the same torrents as their tool makes'
        for (part in ['sda1', 'sda2', 'vg-root']) {
            assert infoHash("btzone/lab 1/${part}.torrent") == infoHash(fromInfo(part))
        }
    }

    private String fromInfo(String part) {
        assert new Program(directory).run('torrent', 'create', result("${part}.torrent.info"), '--name', part, '-o',
                "${part}.torrent") == ExitCode.OK
        "${part}.torrent"
    }

    private String infoHash(String torrent) {
        def shown = new Program(directory)
        shown.run('torrent', 'show', torrent, '--json')
        Program.json(shown.stdout)[0].infoHash
    }

    def "without a tracker there is an address that their script replaces by its own"() {
        when:
        program.run('torrent', 'create', '--clonezilla', 'lab 1', '--part', 'sda2')
        def file = result('sda2.torrent')

        then:
        program.stderr == "no --tracker: Clonezilla's ocs-btsrv puts the address of its own in\n"

        and: 'what ocs-btsrv looks for in the file, and what it runs then'
        new String(Files.readAllBytes(file), 'ISO-8859-1') =~ /:announce\d+:http:\/\/0\.0\.0\.0:6969\/announce\d+:/
        def before = infoHash('btzone/lab 1/sda2.torrent')
        run('transmission-edit', '-r', 'http://0.0.0.0:6969/announce', 'http://10.0.0.1:6971/announce', file)
        new String(Files.readAllBytes(file), 'ISO-8859-1').contains('8:announce29:http://10.0.0.1:6971/announce')
        infoHash('btzone/lab 1/sda2.torrent') == before
        zone() == ['lab 1']
        !Files.exists(result('sda1'))
    }

    def "the same as JSON"() {
        given:
        program.run('torrent', 'create', '--clonezilla', 'lab 1', '--part', 'sda2', '--output', 'json', '-o', 'elsewhere')
        def event = Program.json(program.stdout)[0]

        expect:
        event.subMap(['event', 'file', 'torrentInfo', 'slices', 'image', 'totalBytes', 'pieceLengthBytes', 'pieces']) == [
            event: 'torrent-created', file: "$directory/elsewhere/lab 1/sda2.torrent".toString(),
            torrentInfo: "$directory/elsewhere/lab 1/sda2.torrent.info".toString(),
            slices: "$directory/elsewhere/lab 1/sda2".toString(), image: 'sda2', totalBytes: 17 * MIB + 512,
            pieceLengthBytes: 16 * MIB, pieces: 2]
    }

    def "one that is there is kept, unless it is to be replaced"() {
        given:
        Files.createDirectories(result('sda9'))

        expect:
        program.run('torrent', 'create', '--clonezilla', 'lab 1') == ExitCode.REFUSED
        program.stderr == "error: $directory/btzone/lab 1 exists already\n  --force replaces it; -o DIR makes another btzone\n".toString()
        new Program(directory).run('torrent', 'create', '--clonezilla', 'lab 1', '--part', 'sda1', '--force') == ExitCode.OK
        zone() == ['lab 1']
        !Files.exists(result('sda9'))
        Files.exists(result('sda1/' + '0' * 32))
    }

    def "#why leaves nothing new, and what was there: #message"() {
        given:
        if (isThere) {
            Files.createDirectories(result('sda9'))
        }
        harm(image)

        expect:
        program.run(*(['torrent', 'create', '--clonezilla', 'lab 1', '--force'] + words)) == exit
        program.stderr.readLines().find { it.startsWith('error: ') } ==~ /error: / + message.replace('IMG', "\\Q$image\\E")
        program.stdout == ''
        zone() == (isThere ? ['lab 1'] : [])
        Files.exists(result('sda9')) == isThere

        where:
        why                         | isThere | words              | harm                                                      || exit            | message
        'a damaged image'           | true    | []                 | { flip(it.resolve('sda2.dd-ptcl-img.gz.ac'), 3_000_000) } || ExitCode.INPUT  | /IMG\/sda2\.dd-ptcl-img\.gz\.ac near byte \d+: the gzip data is damaged \(.*\)/
        'a volume that is missing'  | true    | []                 | { Files.delete(it.resolve('sda1.ext4-ptcl-img.zst.ab')) } || ExitCode.INPUT  | /IMG\/sda1\.ext4-ptcl-img\.zst\.ab is missing: .*/
        'a partition without image' | false   | []                 | { Files.delete(it.resolve('vg-root.ext4-img')) }          || ExitCode.INPUT  | /IMG: the image of vg-root is missing, the disk would be incomplete/
        'an unknown partition'      | false   | ['--part', 'sdb1'] | { }                                                       || ExitCode.USAGE  | /IMG has no image of sdb1/
        'a partition without data'  | false   | ['--part', 'sda5'] | { }                                                       || ExitCode.USAGE  | /IMG has no image of sda5/
        'an option that does not fit' | false | ['--name', 'x']    | { }                                                       || ExitCode.USAGE  | /--clonezilla makes what Clonezilla makes; only -o, --part, --tracker, --creator, --threads and --force go with it/
        'another directory'         | false   | []                 | { d -> Files.list(d).withCloseable { it.toList() }.each { Files.delete(it) } } || ExitCode.INPUT | /IMG is no image of Clonezilla: .*/
    }

    private static void flip(Path file, int at) {
        byte[] bytes = Files.readAllBytes(file)
        (0..<64).each { bytes[at + it] ^= 0x5a }
        Files.write(file, bytes)
    }
}
