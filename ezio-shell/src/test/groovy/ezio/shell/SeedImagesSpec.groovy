package ezio.shell

import static ezio.core.disk.SystemTool.run

import ezio.shell.env.ExitCode
import ezio.shell.env.StopSignal
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Images of partclone's are seeded, packed or not, and what arrives is the device on its used blocks. */
@Timeout(120)
class SeedImagesSpec extends Specification {

    static final int MIB = 1 << 20

    @TempDir
    @Shared
    Path made

    @Shared
    byte[] image

    @TempDir
    Path directory

    List<Program> started = []

    def setupSpec() {
        def files = Files.createDirectory(made.resolve('files'))
        (1..4).each {
            byte[] bytes = new byte[300_000 + it]
            new Random(it).nextBytes(bytes)
            Files.write(files.resolve("file$it"), bytes)
        }
        run('truncate', '-s', 8 * MIB, made.resolve('fs'))
        run('mke2fs', '-q', '-F', '-b', 1024, '-d', files, made.resolve('fs'))
        run('debugfs', '-w', '-R', 'rm file2', made.resolve('fs'))
        run('partclone.extfs', '-q', '-f', 0, '-c', '-L', made.resolve('log'), '-k', 3, '-s', made.resolve('fs'), '-o', made.resolve('image'))
        run('partclone.extfs', '-q', '-f', 0, '-c', '-t', '-L', made.resolve('log'), '-z', 16 * MIB, '-s', made.resolve('fs'), '-o', made)
        image = Files.readAllBytes(made.resolve('image'))
        assert new Program(made).run('torrent', 'create', 'fs', '--used-blocks', 'torrent.info', '--name', 'sda1', '--piece-length',
                '64KiB', '-o', 'sda1.torrent') == ExitCode.OK
    }

    def setup() {
        Files.copy(made.resolve('sda1.torrent'), directory.resolve('sda1.torrent'))
    }

    def cleanup() {
        started.each { it.stop(StopSignal.TERM) }
    }

    private Program program() {
        new Program(directory)
    }

    private void pack(String name, byte[] bytes = image, String command = 'gzip -1c') {
        Files.write(directory.resolve('plain'), bytes)
        run('sh', '-c', "cd '$directory' && $command plain > '$name' && rm plain")
    }

    private Program seed(String path, Object... more) {
        def seeder = program().start(*(['seed', 'sda1.torrent', path, '--tracker', '--tracker-port', 0, '--listen', '127.0.0.1',
                '--port', 0] + (more as List)))
        started << seeder
        seeder.awaitStderr(/sda1: seeding (\S+ \S+) from/)
        seeder
    }

    private void restoreIsRight(Program seeder) {
        def url = seeder.awaitStderr(/the torrent is at (\S+)/)[1]
        assert program().run('restore', url, 'copy.img', '--create', 'fit', '--listen', '127.0.0.1', '--port', 0, '--stop-after',
                'now') == ExitCode.OK
        run('e2fsck', '-f', '-n', directory.resolve('copy.img'))
        assert program().run('verify', 'sda1.torrent', 'copy.img') == ExitCode.OK
    }

    def "the torrent is that of what partclone restores"() {
        given:
        run('truncate', '-s', 8 * MIB, directory.resolve('theirs.img'))
        run('partclone.restore', '-q', '-f', 0, '-L', directory.resolve('log'), '-s', made.resolve('image'), '-O', directory.resolve('theirs.img'))

        expect:
        program().run('verify', 'sda1.torrent', 'theirs.img') == ExitCode.OK
    }

    def "an image is seeded where it is: #what"() {
        given:
        put(this)

        when:
        def seeder = seed(path)

        then:
        restoreIsRight(seeder)
        !Files.exists(directory.resolve('.cache'))
        seeder.stderr.contains("sda1: hashing $directory/$path first: nothing is known of it, or it was written to since; --trust skips that\n")

        when: 'again, within a day'
        seeder.stop(StopSignal.TERM)
        started.clear()
        def again = seed(path)

        then:
        again.stderr =~ /sda1: trusting the check done \S+ \S+ ago\n/

        where:
        what                         | path                       | put
        'one file'                   | 'sda1.img'                 | { it -> Files.write(it.directory.resolve('sda1.img'), it.image) }
        'volumes'                    | 'sda1.img.aa'              | { it -> it.pack('x', it.image, 'split -a 2 -b 300000 - sda1.img. <') }
        'a raw dump'                 | 'sda1.dd-ptcl-img.uncomp'  | { it -> Files.copy(it.made.resolve('fs'), it.directory.resolve('sda1.dd-ptcl-img.uncomp')) }
        'a raw dump in volumes'      | 'sda1.dd-img'              | { it -> run('split', '-a', '2', '-b', '999999', it.made.resolve('fs'), it.directory.resolve('sda1.dd-img.')) }
        'a directory of Clonezilla\'s' | 'lab'                    | { it ->
            Files.createDirectory(it.directory.resolve('lab'))
            Files.write(it.directory.resolve('lab/sda1.ext2-ptcl-img.uncomp'), it.image)
        }
    }

    def "a packed image is unpacked once, checked, and seeded: #path"() {
        given:
        pack(path, bytes == null ? image : Files.readAllBytes(made.resolve(bytes)), command)

        when:
        def seeder = seed(path, '--cache-dir', 'cache')

        then:
        seeder.stderr =~ /sda1: unpacking \S+ MiB to \Q$directory\/cache\/$path\E-[0-9a-f]{16}\.blocks, once\n/
        restoreIsRight(seeder)

        when:
        seeder.stop(StopSignal.TERM)
        started.clear()
        def again = seed(path, '--cache-dir', 'cache')

        then:
        again.stderr =~ /sda1: trusting the check done \S+ \S+ ago, unpacked in \Q$directory\/cache\/$path\E-[0-9a-f]{16}\.blocks\n/
        !again.stderr.contains('unpacking')

        where:
        path                     | bytes | command
        'sda1.ext2-ptcl-img.gz'  | null  | 'gzip -1c'
        'sda1.ext2-ptcl-img.zst' | null  | 'zstd -qc'
        // It holds more than the torrent.
        'sda1.dd-ptcl-img.xz'    | 'fs'  | 'xz -0c'
    }

    def "by default the cache is in the user's cache directory"() {
        given:
        pack('sda1.img.gz')

        when:
        seed('sda1.img.gz')

        then:
        cached() == 1
        def listed = program()
        listed.run('image', 'cache') == ExitCode.OK
        listed.stdout ==~ /(?s) +[\d.]+ MiB  20\d\d-\d\d-\d\d \d\d:\d\d  sda1\.img\.gz-[0-9a-f]{16}\.blocks\n\Q$directory\E\/\.cache\/ezio\/images: 1 image, [\d.]+ MiB\n/
    }

    private int cached() {
        Files.list(directory.resolve('.cache/ezio/images')).withCloseable { it.toList() }.count {
            it.fileName.toString() ==~ /sda1\.img\.gz-[0-9a-f]{16}\.blocks/
        }
    }

    def "the cache is cleared, and what is seeded from it is seeded on"() {
        given:
        pack('sda1.img.gz')
        def seeder = seed('sda1.img.gz')
        def left = Files.write(directory.resolve('.cache/ezio/images/other.img.gz-0123456789abcdef.partial'), new byte[3000])

        when:
        def shown = program()
        shown.run('image', 'cache', '--output', 'json')
        def cleared = program()

        then:
        Program.json(shown.stdout)[0].files*.complete == [false, true]
        cleared.run('image', 'cache', '--clear') == ExitCode.OK
        cleared.stdout.readLines().last() ==~ /\Q$directory\E\/\.cache\/ezio\/images: removed 2 images, [\d.]+ MiB/
        cached() == 0
        !Files.exists(left)
        restoreIsRight(seeder)

        and: 'what was never there is nothing'
        def empty = program()
        empty.run('image', 'cache', '--clear', '--cache-dir', 'none') == ExitCode.OK
        empty.stdout == "$directory/none: removed 0 images, 0 B\n".toString()
    }

    def "an unpacked file that is damaged is found when it is hashed, and made again"() {
        given:
        pack('sda1.img.gz')
        seed('sda1.img.gz', '--cache-dir', 'cache').stop(StopSignal.TERM)
        started.clear()
        def blocks = Files.list(directory.resolve('cache')).withCloseable { it.toList() }.find { it.toString().endsWith('.blocks') }
        def time = Files.getLastModifiedTime(blocks)
        byte[] bytes = Files.readAllBytes(blocks)
        bytes[70_000] ^= 1
        Files.write(blocks, bytes)
        Files.setLastModifiedTime(blocks, time)

        when:
        def again = seed('sda1.img.gz', '--cache-dir', 'cache', '--check')

        then:
        again.stderr.contains("sda1: hashing $blocks first; --trust skips that\n")
        again.stderr.contains("sda1: $blocks is not what it was; unpacking again\n")
        restoreIsRight(again)
    }

    def "an image that is not the torrent's is refused, packed or not, unpacked before or not"() {
        given: 'one used byte differs, and no checksum tells'
        run('partclone.extfs', '-q', '-f', 0, '-c', '-a', '0', '-L', made.resolve('log'), '-s', made.resolve('fs'), '-o', directory.resolve('other'))
        byte[] other = Files.readAllBytes(directory.resolve('other'))
        other[other.length - 5000] ^= 1
        pack('sda1.img.gz', other)
        def words = ['seed', 'sda1.torrent', 'sda1.img.gz', '--cache-dir', 'cache', '--listen', '127.0.0.1', '--port', 0]

        expect:
        2.times {
            def refused = program()
            assert refused.run(*words) == ExitCode.MISMATCH
            assert refused.stderr.readLines().last() ==~
                    /error: piece \d+ of sda1 differs on \Q$directory\E\/sda1\.img\.gz \(expected [0-9a-f]{4}…, found [0-9a-f]{4}…\); 1 of \d+ pieces is wrong/
        }
        Files.list(directory.resolve('cache')).withCloseable { it.count() } == 3
    }

    def "an image of another partition is refused before it is unpacked"() {
        given:
        run('truncate', '-s', 4 * MIB, directory.resolve('small'))
        run('mke2fs', '-q', '-F', '-b', 1024, directory.resolve('small'))
        run('partclone.extfs', '-q', '-f', 0, '-c', '-L', made.resolve('log'), '-s', directory.resolve('small'), '-o', directory.resolve('small.img'))
        pack('small.img.gz', Files.readAllBytes(directory.resolve('small.img')))
        def words = ['--listen', '127.0.0.1', '--port', 0, '--cache-dir', 'cache']

        expect:
        for (path in ['small.img', 'small.img.gz']) {
            def refused = program()
            assert refused.run(*(['seed', 'sda1.torrent', path] + words)) == ExitCode.INPUT
            assert refused.stderr ==~ /peers are accepted on port \d+\nerror: \Q$directory\/$path\E does not hold the [\d,]+ bytes at 0x[0-9a-f]+ of the partition, which are in the torrent\n  it was made of .*\n/
        }
        !Files.exists(directory.resolve('cache'))
    }

    def "a damaged image is refused and nothing of it is kept"() {
        given:
        byte[] damaged = image.clone()
        damaged[damaged.length - 2000] ^= 1
        pack('sda1.img.gz', damaged)
        def refused = program()

        expect:
        refused.run('seed', 'sda1.torrent', 'sda1.img.gz', '--cache-dir', 'cache', '--listen', '127.0.0.1', '--port', 0) == ExitCode.INPUT
        refused.stderr.readLines().any { it ==~ /error: .*: used blocks [\d,]+ to [\d,]+ are damaged: .*/ }
        Files.list(directory.resolve('cache')).withCloseable { it.toList() }*.toString().every { it.endsWith('.lock') }
    }

    def "an image is verified where it is, and a packed one while it is unpacked: #path"() {
        given:
        pack(path, bytes == null ? image : Files.readAllBytes(made.resolve(bytes)), command)
        def verified = program()

        expect:
        verified.run('verify', 'sda1.torrent', path) == exit
        (verified.stdout + verified.stderr).readLines()[0] ==~ words.replace('FILE', "\\Q$directory/$path\\E")
        !Files.exists(directory.resolve('.cache'))

        where:
        path                      | bytes | command    || exit           | words
        'sda1.img'                | null  | 'cat'      || ExitCode.OK    | /sda1: all \d+ pieces on FILE are right, .*/
        'sda1.img.gz'             | null  | 'gzip -1c' || ExitCode.OK    | /sda1: all \d+ pieces on FILE are right, .*/
        'sda1.dd-ptcl-img.uncomp' | 'fs'  | 'cat'      || ExitCode.OK    | /sda1: all \d+ pieces on FILE are right, .*/
        'sda1.dd-ptcl-img.gz'     | 'fs'  | 'gzip -1c' || ExitCode.USAGE | /error: FILE holds more than the torrent, and is packed/
    }
}
