package ezio.core.torrent

import ezio.core.extent.ExtentMap
import ezio.core.problem.Problem
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions

@Timeout(60)
class TorrentFilesSpec extends Specification {

    @TempDir
    Path dir

    def torrent = TorrentDraft.of('sda1', ExtentMap.whole(5), 16384, new byte[20]).toSpec()

    private List<String> names() {
        Files.list(dir).withCloseable { it.map { p -> p.fileName.toString() }.sorted().toList() }
    }

    def "a written torrent is there whole, alone, and readable by a tracker of another user"() {
        when:
        TorrentFiles.write(torrent, dir.resolve('sda1.torrent'))

        then:
        names() == ['sda1.torrent']
        TorrentFiles.read(dir.resolve('sda1.torrent')).infoHash() == torrent.infoHash()
        // What the umask leaves, as for any other file that this process makes.
        Files.getPosixFilePermissions(dir.resolve('sda1.torrent')) ==
                Files.getPosixFilePermissions(Files.createFile(dir.resolve('other')))
    }

    def "it takes the place of an older one"() {
        given:
        dir.resolve('sda1.torrent').toFile().text = 'old ' * 1000

        when:
        TorrentFiles.write(torrent, dir.resolve('sda1.torrent'))

        then:
        dir.resolve('sda1.torrent').toFile().bytes == TorrentFiles.encode(torrent)
        names() == ['sda1.torrent']
    }

    def "a symbolic link stays one"() {
        given:
        dir.resolve('real.torrent').toFile().text = 'old'
        Files.createSymbolicLink(dir.resolve('link.torrent'), dir.resolve('real.torrent'))

        when:
        TorrentFiles.write(torrent, dir.resolve('link.torrent'))

        then:
        Files.isSymbolicLink(dir.resolve('link.torrent'))
        dir.resolve('real.torrent').toFile().bytes == TorrentFiles.encode(torrent)
    }

    def "a missing directory is told"() {
        when:
        TorrentFiles.write(torrent, dir.resolve('none/sda1.torrent'))

        then:
        def failure = thrown(TorrentNotWritten)
        failure.message == "cannot write $dir/none/sda1.torrent: there is no directory $dir/none"
        failure.kind() == Problem.Kind.USAGE
        names().empty
    }

    def "a directory in its place is told, and left alone"() {
        given:
        Files.createDirectory(dir.resolve('sda1.torrent'))

        when:
        TorrentFiles.write(torrent, dir.resolve('sda1.torrent'))

        then:
        def failure = thrown(TorrentNotWritten)
        failure.message == "cannot write $dir/sda1.torrent: it exists and is no plain file"
        failure.kind() == Problem.Kind.USAGE
        names() == ['sda1.torrent']
    }

    def "a device node in its place is left alone"() {
        when:
        TorrentFiles.write(torrent, Path.of('/dev/null'))

        then:
        def failure = thrown(TorrentNotWritten)
        failure.message == 'cannot write /dev/null: it exists and is no plain file'
        !Files.isRegularFile(Path.of('/dev/null'))
    }

    def "a full file system is told; the older torrent stays and nothing else"() {
        given: 'a file system of 64 KiB, and a torrent that is larger'
        run('mount', '-t', 'tmpfs', '-o', 'size=64k', 'ezio-spec', dir.toString())
        def large = TorrentDraft.of('sda1', ExtentMap.whole(16384L * 5000), 16384, new byte[20 * 5000]).toSpec()
        dir.resolve('sda1.torrent').toFile().text = 'old'

        when:
        TorrentFiles.write(large, dir.resolve('sda1.torrent'))

        then:
        def failure = thrown(TorrentNotWritten)
        failure.message == "cannot write $dir/sda1.torrent: No space left on device"
        failure.kind() == Problem.Kind.DEVICE
        dir.resolve('sda1.torrent').toFile().text == 'old'
        names() == ['sda1.torrent']

        cleanup:
        run('umount', dir.toString())
    }

    def "a file that #why is told"() {
        given:
        make(dir)

        when:
        TorrentFiles.read(dir.resolve('sda1.torrent'))

        then:
        def failure = thrown(BadTorrent)
        failure.message == "$dir/sda1.torrent: $message"
        failure.kind() == Problem.Kind.INPUT

        where:
        why              | make                                                                  || message
        'is not there'   | { Path d -> }                                                         || 'no such file'
        'is a directory' | { Path d -> Files.createDirectory(d.resolve('sda1.torrent')) }        || 'cannot be read: Is a directory'
        'is empty'       | { Path d -> Files.createFile(d.resolve('sda1.torrent')) }             || 'is empty'
        'is an image'    | { Path d -> d.resolve('sda1.torrent').toFile().bytes = new byte[1000] }        || 'is no torrent: it does not start with a dictionary'
    }

    def "an endless device is refused at its first byte"() {
        when:
        TorrentFiles.read(Path.of('/dev/zero'))

        then:
        def failure = thrown(BadTorrent)
        failure.message == '/dev/zero: is no torrent: it does not start with a dictionary'
    }

    def "a torrent of 64 MiB is read"() {
        given:
        int pieces = (64 << 20).intdiv(20)
        def spec = TorrentDraft.of('sda1', ExtentMap.whole(16384L * pieces), 16384, new byte[20 * pieces]).toSpec()

        when:
        TorrentFiles.write(spec, dir.resolve('large.torrent'))

        then:
        Files.size(dir.resolve('large.torrent')) > 64 << 20
        TorrentFiles.read(dir.resolve('large.torrent')).infoHash() == spec.infoHash()
    }

    def "a torrent above 256 MiB is refused"() {
        when:
        TorrentFiles.parse(new byte[(256 << 20) + 1], 'large.torrent')

        then:
        def failure = thrown(BadTorrent)
        failure.message == 'large.torrent: is larger than 256 MiB, the most that is read'
    }

    def "so many extents that it would not be read again are refused"() {
        given:
        def extents = ExtentMap.builder()
        4_000_000.times { extents.add(it * 2L, 1) }

        when:
        TorrentDraft.of('sda1', extents.build(), 64 << 20, new byte[20]).toSpec()

        then:
        def failure = thrown(BadTorrent)
        failure.message == 'sda1: 4,000,000 extents make a torrent larger than 256 MiB, the most that is read'
    }

    private static void run(String... command) {
        def process = new ProcessBuilder(command).redirectErrorStream(true).start()
        String said = process.inputStream.text
        assert process.waitFor() == 0: said
    }
}
