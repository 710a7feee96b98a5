package ezio.shell

import static ezio.core.disk.SystemTool.run

import ezio.core.disk.LoopDevice
import ezio.core.disk.RealFileSystem
import ezio.shell.env.ExitCode
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Images of real file systems, restored by the partclone of this system. */
@Timeout(120)
class ImageCreateSpec extends Specification {

    static final String TIME = /\d+(\.\d)? s/

    @TempDir
    @Shared
    Path made

    @Shared
    Path fs

    @TempDir
    Path directory

    Program program

    def setupSpec() {
        def files = Files.createDirectory(made.resolve('files'))
        (1..4).each {
            byte[] bytes = new byte[300_000 + it]
            new Random(it).nextBytes(bytes)
            Files.write(files.resolve("file$it"), bytes)
        }
        fs = made.resolve('sda1.img')
        run('truncate', '-s', 8 << 20, fs)
        run('mke2fs', '-q', '-F', '-t', 'ext4', '-b', 1024, '-d', files, fs)
        run('debugfs', '-w', '-R', 'rm file2', fs)
    }

    def setup() {
        program = new Program(directory)
    }

    private Program again() {
        program = new Program(directory)
    }

    private Path file(String name) {
        directory.resolve(name)
    }

    def "partclone restores an image of #type onto another device, whose files are the same"() {
        given:
        def source = LoopDevice.create(made.resolve("${type}.source"), type.sizeBytes)
        type.make(source.path(), file('.'))
        def files = type.hashes(source.path(), file('.'))
        def name = "sda1.img$suffix"

        when:
        def exit = program.run('image', 'create', source.path(), '--to', name, '--checksum', checksum, *level)

        then:
        exit == ExitCode.OK
        program.stderr ==~ /(?s)\Q${source.path()}\E \(\S+\): [\d.]+ MiB of \d+ MiB, the used blocks as partclone\.\S+ finds them\n.*/
        program.stdout ==~ /wrote \Q$directory\/$name\E: [\d.]+ MiB of \w+, (not packed|packed with \w+ to [\d.]+ MiB), with(out checksums| CRC32), in $TIME \(.*\)\n/

        when: 'the source is gone, as two devices with the same id do not go together'
        source.close()
        source = null
        if (suffix) {
            run('sh', '-c', "$unpack ${file(name)} > ${file('plain')}")
        } else {
            Files.move(file(name), file('plain'))
        }
        // It ends with 0 where it does not know an option, too.
        assert run('partclone.chkimg', '-f', 0, '-L', file('log'), '-s', file('plain')).contains('Checked successfully')
        def target = LoopDevice.create(made.resolve("${type}.target"), type.sizeBytes)
        run('partclone.restore', '-q', '-f', 0, '-L', file('log'), '-s', file('plain'), '-o', target.path())
        type.check(target.path())
        def restored = type.hashes(target.path(), Files.createDirectory(file('other')))

        then:
        restored == files

        cleanup:
        target?.close()
        source?.close()

        where:
        type                 | suffix | level          | unpack      | checksum
        RealFileSystem.EXT4  | '.zst' | []             | 'zstd -dqc' | 'crc32'
        RealFileSystem.XFS   | '.gz'  | []             | 'gzip -dc'  | 'crc32'
        RealFileSystem.FAT32 | '.lz4' | []             | 'lz4 -dqc'  | 'none'
        RealFileSystem.NTFS  | '.xz'  | ['--level', 1] | 'xz -dc'    | 'crc32'
        RealFileSystem.EXFAT | ''     | []             | ''          | 'none'
    }

    def "an image is what partclone writes, but for the name of the program: #options"() {
        given:
        run('partclone.extfs', '-q', '-f', 0, '-c', '-L', file('log'), '-s', fs, '-o', file('theirs'), *theirs)

        when:
        def exit = program.run(*(['image', 'create', fs, '--to', 'ours'] + options))
        byte[] ours = Files.readAllBytes(file('ours'))
        byte[] expected = Files.readAllBytes(file('theirs'))

        then:
        exit == ExitCode.OK
        ours.length == expected.length
        (0..<ours.length).findAll { ours[it] != expected[it] }.every { it in 16..29 || it in 106..109 }
        new String(ours, 16, 11, 'US-ASCII') == 'ezio 0.1.0\0'

        where:
        theirs                | options
        []                    | []
        ['-a', 1, '-k', 7]    | ['--blocks-per-checksum', 7]
        ['-a', 0]             | ['--checksum', 'none']
    }

    def "#kind is read back by us"() {
        expect:
        program.run('image', 'create', fs, '--to', 'x.img.zst', '--checksum', kind) == ExitCode.OK
        again().run('image', 'check', 'x.img.zst') == ExitCode.OK
        program.stdout ==~ /x\.img\.zst: .* read to its end, all checksums are right, .*\n/
        again().run('image', 'show', 'x.img.zst') == ExitCode.OK
        program.stdout.contains('made by ezio 0.1.0\n')
        program.stdout.contains("checksums   ${kind.toUpperCase()} after every 1,024 blocks\n")

        where:
        kind << ['crc32', 'xxh64', 'xxh128']
    }

    def "what is in no file system is taken whole"() {
        given:
        byte[] bytes = new byte[512 * 99]
        new Random(3).nextBytes(bytes)
        Files.write(file('raw'), bytes)

        when:
        def exit = program.run('image', 'create', 'raw', '--to', 'raw.img')
        Files.write(file('back'), new byte[bytes.length])
        run('partclone.restore', '-q', '-f', 0, '-L', file('log'), '-s', file('raw.img'), '-O', file('back'))

        then:
        exit == ExitCode.OK
        program.stderr == "$directory/raw: all 49.5 KiB, used or not, because blkid knows no file system in it\n".toString()
        Files.mismatch(file('raw'), file('back')) == -1
    }

    def "the same as JSON"() {
        given:
        program.run('image', 'create', fs, '--to', 'x.gz', '--output', 'json')
        def event = Program.json(program.stdout)[0]

        expect:
        event.subMap(['event', 'file', 'device', 'fileSystem', 'compression', 'checksumMode', 'blocksPerChecksum', 'blockBytes',
                'deviceBytes', 'storedBytes']) == [event: 'image-created', file: "$directory/x.gz".toString(), device: fs.toString(),
                fileSystem: 'EXTFS', compression: 'gzip', checksumMode: 'CRC32', blocksPerChecksum: 1024, blockBytes: 1024,
                deviceBytes: 8 << 20, storedBytes: Files.size(file('x.gz'))]
    }

    def "#why: #message"() {
        given:
        Files.copy(fs, file('sda1.img'))
        Files.write(file('there'), new byte[1])
        Files.write(file('odd'), new byte[1000])

        expect:
        program.run(*(['image', 'create'] + words)) == exit
        program.stderr.readLines().find { it.startsWith('error: ') } == "error: ${message.replace('DIR', directory.toString())}".toString()
        program.stdout == ''
        Files.list(directory).withCloseable { it.toList() }*.fileName*.toString().sort() - '.local' == ['odd', 'sda1.img', 'there']
        Files.mismatch(fs, file('sda1.img')) == -1

        where:
        why                        | words                                                    || exit             | message
        'a file that is there'     | ['sda1.img', '--to', 'there']                            || ExitCode.REFUSED | 'DIR/there exists already'
        'the source itself'        | ['sda1.img', '--to', 'sda1.img', '--force']              || ExitCode.USAGE   | 'the image would replace what it is made of, DIR/sda1.img'
        'two compressions'         | ['sda1.img', '--to', 'x.zst', '--compress', 'gz']        || ExitCode.USAGE   | 'the name x.zst speaks of zstd, --compress of gzip'
        'one that is not written'  | ['sda1.img', '--to', 'x.bz2']                            || ExitCode.USAGE   | 'images are not packed with bzip2'
        'an unknown one'           | ['sda1.img', '--to', 'x', '--compress', 'rar']           || ExitCode.USAGE   | '--compress: "rar" is no kind of compression'
        'a level too high'         | ['sda1.img', '--to', 'x.gz', '--level', '10']            || ExitCode.USAGE   | 'level 10 of gzip is not in 1 to 9'
        'a level of none'          | ['sda1.img', '--to', 'x.lz4', '--level', '1']            || ExitCode.USAGE   | 'lz4 has no levels here'
        'no blocks to a checksum'  | ['sda1.img', '--to', 'x', '--blocks-per-checksum', '0']  || ExitCode.USAGE   | 'a checksum behind 0 blocks is not possible; 1 to 2147483647 are'
        'no whole blocks'          | ['odd', '--to', 'x']                                     || ExitCode.INPUT   | 'DIR/odd has 1,000 bytes, which are no whole blocks of 512; an image would lack the last of them'
        'two kinds of source'      | ['sda1.img', '--to', 'x', '--whole', '--file-system', 'ext4'] || ExitCode.USAGE | '--whole and --file-system contradict each other'
        'no such directory'        | ['sda1.img', '--to', 'a/b']                              || ExitCode.USAGE   | 'cannot write DIR/a/b: there is no directory DIR/a'
    }

    def "a disk that fills up leaves nothing, and what was there before"() {
        given:
        def small = Files.createDirectory(file('small'))
        run('mount', '-t', 'tmpfs', '-o', 'size=600k', 'tmpfs', small)
        Files.write(small.resolve('x.img'), 'before'.bytes)

        expect:
        program.run('image', 'create', fs, '--to', 'small/x.img', '--force') == ExitCode.DEVICE
        program.stderr.readLines().any { it == "error: cannot write $small/x.img: No space left on device".toString() }
        Files.readString(small.resolve('x.img')) == 'before'
        Files.list(small).withCloseable { it.count() } == 1

        cleanup:
        run('umount', small)
    }
}
