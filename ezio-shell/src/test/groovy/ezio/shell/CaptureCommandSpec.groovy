package ezio.shell

import static ezio.core.disk.SystemTool.run

import ezio.core.disk.LoopDevice
import ezio.core.torrent.TorrentFiles
import ezio.shell.env.ExitCode
import ezio.shell.env.StopSignal
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

@Timeout(120)
class CaptureCommandSpec extends Specification {

    static final int MIB = 1 << 20
    static final String TIME = /\d+\.\d s/

    @TempDir
    @Shared
    Path made

    @Shared
    Path ext4

    @TempDir
    Path directory

    Program program
    List<AutoCloseable> opened = []

    def setupSpec() {
        def files = Files.createDirectory(made.resolve('files'))
        [a: 400_000, b: 12_000_000, c: 8_000_000].each { name, length ->
            byte[] content = new byte[length]
            new Random(length).nextBytes(content)
            Files.write(files.resolve(name), content)
        }
        ext4 = made.resolve('ext4')
        run('truncate', '-s', 64 * MIB, ext4)
        run('mke2fs', '-q', '-F', '-t', 'ext4', '-b', 4096, '-d', files, ext4)
    }

    def setup() {
        program = new Program(directory)
    }

    def cleanup() {
        opened.reverseEach { it.close() }
    }

    private Program again() {
        program = new Program(directory)
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened << closeable
        closeable
    }

    /** To be changed. */
    private Path copy(String name) {
        Files.copy(ext4, directory.resolve(name))
    }

    /** To be read. */
    private Path link(String name) {
        Files.createLink(directory.resolve(name), ext4)
    }

    private Path loop(Path file) {
        open(LoopDevice.attach(file)).path()
    }

    private Path file(String name, int mib) {
        run('truncate', '-s', mib * MIB, directory.resolve(name))
        directory.resolve(name)
    }

    private String infoHash(String torrent) {
        TorrentFiles.read(directory.resolve(torrent)).infoHash().hex()
    }

    private List<String> names(String directoryName) {
        Files.list(directory.resolve(directoryName)).withCloseable { it*.fileName*.toString().sort() }
    }

    def "says what it found and what it made"() {
        given:
        link('sda1.img')

        expect:
        program.run('capture', 'sda1.img', '--to', 'out') == ExitCode.OK
        program.stderr ==~ /sda1: $directory\/sda1\.img \(ext4\): [\d.]+ MiB of 64 MiB in \d+ extents, the used blocks as partclone\.extfs finds them\n(sda1: hashing: .*\n)*/
        program.stdout ==~ /sda1: wrote $directory\/out\/sda1\.torrent: \d+ pieces of 256 KiB, info hash [0-9a-f]{40}, $TIME\n/
        names('out') == ['sda1.torrent', 'sda1.torrent.info']
        Files.readAllLines(directory.resolve('out/sda1.torrent.info')).with { lines ->
            lines[0..1] == ['block_size: 4096', 'blocks_total: 16384'] && lines[2] ==~ /extents_total: \d+/ && lines[3..-1].every { it ==~ /(offset|length): [0-9a-f]{32}/ }
        }
        again().run('verify', 'out/sda1.torrent', 'sda1.img') == ExitCode.OK
    }

    def "the torrent.info that it writes without hashes says the used blocks, and is not taken for more"() {
        given:
        link('sda1.img')
        program.run('capture', 'sda1.img', '--to', 'out')

        expect:
        again().run('torrent', 'create', 'sda1.img', '--used-blocks', 'out/sda1.torrent.info', '--name', 'sda1', '-o', 'again.torrent') == ExitCode.OK
        infoHash('again.torrent') == infoHash('out/sda1.torrent')
        again().run('torrent', 'create', 'out/sda1.torrent.info', '-o', 'none.torrent') == ExitCode.USAGE
        program.stderr == "error: $directory/out/sda1.torrent.info has extents and no hashes\n" +
                '  name the device, and give this file with --used-blocks\n'
        !Files.exists(directory.resolve('none.torrent'))
    }

    def "says it as JSON"() {
        given:
        link('sda1.img')
        program.run('capture', 'sda1.img', '--to', 'out', '--as-clonezilla', '--slices', '--output', 'json')

        when:
        def event = Program.json(program.stdout)[0]
        def torrent = TorrentFiles.read(directory.resolve('out/sda1.torrent'))

        then:
        event.subMap(['event', 'step', 'image', 'device', 'fileSystem', 'partclone', 'whole', 'extents', 'usedBytes', 'deviceBytes',
            'bootSectorCopy', 'file', 'torrentInfo', 'torrentInfoHashes', 'slices', 'infoHash', 'totalBytes', 'neededBytes',
            'pieceLengthBytes', 'pieces', 'hashes']) == [
            event: 'captured', step: 'write', image: 'sda1', device: "$directory/sda1.img", fileSystem: 'ext4',
            partclone: 'partclone.extfs', whole: false, extents: torrent.extents().count(), usedBytes: torrent.totalBytes(),
            deviceBytes: 64 * MIB, bootSectorCopy: false, file: "$directory/out/sda1.torrent",
            torrentInfo: "$directory/out/sda1.torrent.info", torrentInfoHashes: true, slices: "$directory/out/sda1",
            infoHash: torrent.infoHash().hex(), totalBytes: torrent.totalBytes(), neededBytes: 64 * MIB,
            pieceLengthBytes: 16 * MIB, pieces: torrent.pieceCount(), hashes: 'ezio']
        Program.json(program.stderr)*.event.contains('note')
        Program.json(program.stderr).findAll { it.event == 'progress' }*.label.contains('sda1: hashing')
    }

    def "the extents are those of partclone #options: --cut #cut --buffer-size #buffer, whoever hashes"() {
        given:
        link('sda1.img')
        if (options == '-r') {
            run('partclone.ext4', '-q', '-f', 0, '-c', '-L', directory.resolve('log'), '-s', directory.resolve('sda1.img'), '-o', directory.resolve('image'))
        }
        run('partclone.ext4', '-q', '-f', 0, options, '-t', '-z', buffer, '-L', directory.resolve('log'), '-s',
                directory.resolve(options == '-r' ? 'image' : 'sda1.img'), '-o', directory.resolve('theirs'))
        program.run('torrent', 'create', 'theirs/torrent.info', '--name', 'sda1', '-o', 'theirs.torrent')

        expect:
        ['ezio', 'partclone'].every { by ->
            assert again().run('capture', 'sda1.img', '--to', by, '--hashes', by, '--piece-length', '16MiB', '--cut', cut,
                    '--buffer-size', buffer) == ExitCode.OK
            infoHash("$by/sda1.torrent") == infoHash('theirs.torrent')
        }

        where:
        options | cut      | buffer
        '-c'    | 'device' | 16 * MIB
        '-c'    | 'device' | 70_000
        '-r'    | 'image'  | 16 * MIB
        '-r'    | 'image'  | 70_000
    }

    def "merged extents are fewer, of the same bytes"() {
        given:
        link('sda1.img')
        ['device', 'merged'].each {
            assert again().run('capture', 'sda1.img', '--to', it, '--cut', it, '--buffer-size', '1MiB') == ExitCode.OK
        }
        def torrents = ['device', 'merged'].collect { TorrentFiles.read(directory.resolve("$it/sda1.torrent")) }

        expect:
        torrents[1].extents().count() < torrents[0].extents().count()
        torrents[1].totalBytes() == torrents[0].totalBytes()
        torrents[1].pieceHash(3) == torrents[0].pieceHash(3)
        again().run('verify', 'merged/sda1.torrent', 'sda1.img') == ExitCode.OK
    }

    def "writes the slices, when #by hashes"() {
        given:
        link('sda1.img')

        expect:
        program.run('capture', 'sda1.img', '--to', 'out', '--slices', '--hashes', by) == ExitCode.OK
        program.stdout.contains("sda1.torrent and $directory/out/sda1: ")
        again().run('verify', 'out/sda1.torrent', 'out') == ExitCode.OK
        names('out') == ['sda1', 'sda1.torrent', 'sda1.torrent.info']

        where:
        by << ['ezio', 'partclone']
    }

    def "an NTFS is captured with its last sector, unless that is not wanted"() {
        given:
        def ntfs = file('sda1.img', 32)
        run('mkfs.ntfs', '-F', '-Q', '-q', ntfs)
        assert program.run('capture', 'sda1.img', '--to', 'with', '--slices') == ExitCode.OK
        assert program.stderr.endsWith(' finds them, and the copy of the boot sector\n')
        assert again().run('capture', 'sda1.img', '--to', 'without', '--no-boot-sector-copy') == ExitCode.OK
        def torrents = ['with', 'without'].collect { TorrentFiles.read(directory.resolve("$it/sda1.torrent")) }

        expect:
        torrents[0].extents().extents()[-1] == new ezio.core.extent.Extent(32 * MIB - 512, 512)
        torrents[0].extents().extents()[0..-2] == torrents[1].extents().extents()
        torrents*.neededBytes() == [32 * MIB, 32 * MIB]
        Files.readAllBytes(directory.resolve('with/sda1/' + String.format('%032x', 32 * MIB - 512)))[3..6] == 'NTFS'.bytes.toList()
        ['ezio', 'partclone'].collect { by ->
            again().run('capture', 'sda1.img', '--to', by, '--hashes', by, '--piece-length', '16MiB')
            infoHash("$by/sda1.torrent")
        }.unique().size() == 1
    }

    def "#what is captured whole, and that is said"() {
        given:
        def image = file('sdb.img', 1)
        Files.write(image, Arrays.copyOf(bytes as byte[], MIB + 700))

        expect:
        program.run(*(['capture', 'sdb.img', '--to', 'out', '--slices'] + options)) == ExitCode.OK
        program.stderr == "sdb: $directory/sdb.img: all 1 MiB, used or not, $why\n".toString()
        Files.mismatch(directory.resolve('out/sdb/' + '0' * 32), image) == -1
        again().run('verify', 'out/sdb.torrent', 'sdb.img') == ExitCode.OK

        where:
        what                         | bytes          | options     || why
        'what blkid does not know'   | [1, 2] | []        || 'because blkid knows no file system in it'
        'what is to be captured so'  | [1, 2] | ['--whole'] || 'as --whole says'
    }

    def "a whole device has the torrent that partclone.dd makes"() {
        given:
        def image = program.image('sdb.img', 20 * MIB)
        run('partclone.dd', '-q', '-f', 0, '-t', '-z', 16 * MIB, '-L', directory.resolve('log'), '-s', image, '-o', directory.resolve('theirs'))
        program.run('torrent', 'create', 'theirs/torrent.info', '--name', 'sdb', '-o', 'theirs.torrent')

        expect:
        again().run('capture', 'sdb.img', '--to', 'out', '--as-clonezilla') == ExitCode.OK
        infoHash('out/sdb.torrent') == infoHash('theirs.torrent')
        Files.readString(directory.resolve('out/sdb.torrent.info')) == Files.readString(directory.resolve('theirs/torrent.info'))
    }

    def "refuses a device that is mounted for writing, and leaves nothing"() {
        given:
        def device = loop(copy('sda1.img'))
        def point = Files.createDirectory(directory.resolve('point'))
        run('mount', device, point)

        expect:
        program.run('capture', device, '--to', 'out') == ExitCode.REFUSED
        program.stderr == "error: refused (mounted-source): $device is mounted for writing at $point\n".toString() +
                '  unmount it, or "mount -o remount,ro" it; --allow mounted-source reads it all the same, and what is written' +
                ' meanwhile can make the image useless\n'
        !Files.exists(directory.resolve('out'))
        again().run('capture', 'sda1.img', '--to', 'out') == ExitCode.REFUSED
        program.stderr.startsWith("error: refused (mounted-source): $directory/sda1.img is mounted for writing at $point\n")
        again().run('capture', device, '--to', 'out', '--allow', 'mounted-source') == ExitCode.OK
        run('mount', '-o', 'remount,ro', point) == ''
        again().run('capture', device, '--to', 'read-only') == ExitCode.OK

        cleanup:
        run('umount', point)
    }

    def "refuses #what, and says what to do instead"() {
        given:
        def device = loop(file('sdb1.img', 40))
        run(*tool, device)

        expect:
        program.run('capture', device, '--to', 'out') == ExitCode.REFUSED
        program.stderr == "error: refused (container-source): $device is $what\n  $remedy; --whole captures it byte by byte, as it is\n".toString()
        !Files.exists(directory.resolve('out'))
        again().run('capture', device, '--to', 'out', '--whole') == ExitCode.OK

        where:
        what                       | tool             || remedy
        'swap space'               | ['mkswap', '-q'] || 'it is not worth copying: on the target, mkswap makes it anew'
        'a physical volume of LVM' | ['pvcreate', '-q', '-y'] || '"vgchange -ay" makes its volumes appear'
    }

    def "a disk is captured partition by partition, without its swap"() {
        given:
        def disk = open(LoopDevice.createWithPartitions(directory.resolve('disk.img'), 120 * MIB, '64M', '8M', '16M'))
        run('dd', "if=$ext4", "of=${disk.partition(1)}", 'bs=1M', 'status=none', 'conv=fsync')
        run('mkswap', '-q', '-L', 'my swap', '-U', '11111111-2222-3333-4444-555555555555', disk.partition(2))
        run('mkfs.fat', disk.partition(3))
        def name = disk.kernelName()

        expect:
        program.run('capture', disk.path(), '--to', 'out') == ExitCode.OK
        program.stderr.readLines()[0] == "${disk.partition(2)} is not captured, it is swap space; on the target, " +
                '"mkswap -U 11111111-2222-3333-4444-555555555555 -L \'my swap\'" makes it anew'
        program.stdout.readLines().size() == 2
        names('out') == ["${name}p1.torrent", "${name}p1.torrent.info", "${name}p3.torrent", "${name}p3.torrent.info"]*.toString()
        again().run('verify', "out/${name}p1.torrent", ext4) == ExitCode.OK
        again().run('verify', "out/${name}p3.torrent", disk.partition(3)) == ExitCode.OK
    }

    def "a file of a whole disk is not taken for a file system"() {
        given:
        file('disk.img', 20)
        run('sh', '-c', "printf 'label: gpt\\nsize=8M\\n' | sfdisk -q $directory/disk.img")

        expect:
        program.run('capture', 'disk.img', '--to', 'out') == ExitCode.INPUT
        program.stderr == "error: $directory/disk.img has a partition table (gpt), but its partitions are no devices\n".toString() +
                "  \"partx -a $directory/disk.img\" makes them devices, \"losetup -fP $directory/disk.img\" those of a file;" +
                ' --whole captures it byte by byte\n'
    }

    def "#arguments: #message"() {
        given:
        link('sda1.img')
        link('sda2.img')

        expect:
        program.run(*(['capture'] + arguments.tokenize() + ['--to', 'out'])) == exit
        program.stdout == ''
        program.stderr == "error: $message\n".replace('DIR', directory.toString())
        !Files.exists(directory.resolve('out'))

        where:
        arguments                                       || exit            | message
        'no.img'                                        || ExitCode.DEVICE | 'cannot open DIR/no.img: no such file or device'
        '.'                                             || ExitCode.REFUSED | 'refused (not-a-source): DIR/. is a directory\n  name a disk, a partition, a logical volume or an image file; "ezio disks" lists what there is'
        'sda1.img --file-system jfs'                    || ExitCode.INPUT  | 'partclone.jfs is not installed\n  Debian\'s package partclone does not have it; build partclone with it, or capture all of the device with --whole'
        'sda1.img --file-system nonsense'               || ExitCode.USAGE  | '--file-system: "nonsense" is none that partclone knows\n  write it as blkid does: ext4, vfat, ntfs; docs/file-systems.md lists them'
        'sda1.img --file-system ntfs'                   || ExitCode.INPUT  | 'partclone.ntfs cannot read the used blocks of DIR/sda1.img: NOT NTFS partition, ntfs mount error 22\n  check the file system (fsck); --whole captures all of the device, used or not'
        'sda1.img --file-system ext4 --whole'           || ExitCode.USAGE  | '--whole and --file-system contradict each other'
        'sda1.img sda1.img'                             || ExitCode.USAGE  | 'DIR/sda1.img is named twice\n  name each device once; --name gives a single one another name'
        'sda1.img sda2.img --name x'                    || ExitCode.USAGE  | '--name is for one image, these are 2\n  capture them one by one, or without --name'
        'sda1.img --name ../x'                          || ExitCode.USAGE  | '"../x" cannot be the name of an image\n  use a name like sda1 or vg/root: no empty part, no "." or "..", no control characters, at most 255 bytes a part'
        'sda1.img --allow swap-target'                  || ExitCode.USAGE  | '--allow: "swap-target" is nothing that can be allowed\n  there is mounted-source'
        'sda1.img --hashes partclone --piece-length 1MiB' || ExitCode.USAGE | 'partclone\'s hashes are of pieces of 16 MiB\n  leave --piece-length or --hashes partclone out'
        'sda1.img --as-clonezilla --piece-length 1MiB'  || ExitCode.USAGE  | '--as-clonezilla means pieces of 16 MiB\n  leave it or --piece-length out'
        'sda1.img --whole --hashes partclone'           || ExitCode.USAGE  | 'partclone hashes file systems, and all of DIR/sda1.img is to be captured\n  leave --hashes partclone out'
    }

    def "a file system with the marks of two is not guessed at"() {
        given:
        def image = copy('sda1.img')
        def btrfs = file('btrfs.img', 128)
        run('mkfs.btrfs', '-q', btrfs)
        run('dd', "if=$btrfs", "of=$image", 'bs=4096', 'skip=16', 'seek=16', 'count=1', 'conv=notrunc', 'status=none')

        expect:
        program.run('capture', 'sda1.img', '--to', 'out') == ExitCode.INPUT
        program.stderr == "error: $directory/sda1.img has the marks of several file systems: ext4, btrfs\n".toString() +
                "  --file-system ext4 says which it is; \"wipefs $directory/sda1.img\" lists the marks\n"
    }

    def "what partclone will not read is an error with its reason, not an image of everything"() {
        given:
        run('debugfs', '-w', '-R', 'ssv state 0', copy('sda1.img'))

        expect:
        program.run('capture', 'sda1.img', '--to', 'out') == ExitCode.INPUT
        program.stderr == "error: partclone.extfs cannot read the used blocks of $directory/sda1.img: FS was not cleanly unmounted\n".toString() +
                '  check the file system (fsck); --whole captures all of the device, used or not\n'
        !Files.exists(directory.resolve('out'))
    }

    def "a btrfs of two devices is captured whole, device by device"() {
        given:
        def devices = ['a', 'b'].collect { loop(file("${it}.img", 128)) }
        run('mkfs.btrfs', '-q', *devices)

        expect:
        program.run(*(['capture'] + devices + ['--to', 'out'])) == ExitCode.OK
        program.stdout.readLines().size() == 2
        program.stderr.readLines().findAll { it.endsWith('because its btrfs has 2 devices; capture each of them') }.size() == 2
    }

    def "what is there is not replaced without --force, and nothing is read"() {
        given:
        link('sda1.img')
        program.run('capture', 'sda1.img', '--to', 'out')
        def before = Files.readAllBytes(directory.resolve('out/sda1.torrent'))

        expect:
        again().run('capture', 'sda1.img', '--to', 'out', '--comment', 'x') == ExitCode.REFUSED
        program.stderr == "error: $directory/out/sda1.torrent exists already\n  --force replaces it; --to DIR writes to another directory\n".toString()
        Files.readAllBytes(directory.resolve('out/sda1.torrent')) == before
        again().run('capture', 'sda1.img', '--to', 'out', '--force', '--piece-length', '1MiB') == ExitCode.OK
        TorrentFiles.read(directory.resolve('out/sda1.torrent')).pieceLengthBytes() == MIB
    }

    def "Ctrl-C while partclone hashes ends partclone and leaves nothing"() {
        given:
        link('sda1.img')
        Files.createDirectory(directory.resolve('out'))
        program.start('capture', 'sda1.img', '--to', 'out', '--hashes', 'partclone', '--slices')
        program.awaitStderr(/finds them/)

        expect: 'it takes a second at least'
        program.stop(signal) == exit
        program.stdout == ''
        program.stderr.endsWith('stopping, what is not complete is removed\n')
        names('out') == []
        !ProcessHandle.allProcesses().anyMatch { it.info().arguments().orElse(new String[0]).contains("$directory/sda1.img".toString()) }

        where:
        signal          || exit
        StopSignal.INT  || ExitCode.INTERRUPTED
        StopSignal.TERM || ExitCode.TERMINATED
    }
}
