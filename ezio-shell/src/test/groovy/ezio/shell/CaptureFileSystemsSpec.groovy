package ezio.shell

import static ezio.core.disk.SystemTool.run

import ezio.core.disk.LoopDevice
import ezio.core.disk.RealFileSystem
import ezio.core.torrent.TorrentFiles
import ezio.shell.env.ExitCode
import ezio.shell.env.StopSignal
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Captures file systems from loop devices, and restores them over loopback onto others, which are full of garbage. */
@Timeout(120)
class CaptureFileSystemsSpec extends Specification {

    @TempDir
    Path directory

    // Closed last to first.
    private final List<AutoCloseable> opened = []

    def cleanup() {
        opened.reverseEach { it.close() }
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened << closeable
        closeable
    }

    private Program program() {
        new Program(directory)
    }

    private String infoHash(Path torrent) {
        TorrentFiles.read(torrent).infoHash().hex()
    }

    def "a captured #fs.partcloneName is restored whole onto another device"() {
        given:
        def loop = open(LoopDevice.create(directory.resolve('sda1.img'), fs.sizeBytes))
        def source = loop.path()
        fs.make(source, directory)
        def files = fs.hashes(source, directory)
        def torrent = directory.resolve('out/sda1.torrent')

        when: 'partclone makes a torrent.info of it, and is let make the hashes for ours'
        run("partclone.${fs.partcloneName}", '-q', '-f', 0, '-c', '-t', '-z', 16 << 20, '-L', directory.resolve('log'), '-s', source, '-o',
                directory.resolve('theirs'))
        def both = ['ezio', 'partclone'].collect { by ->
            assert program().run('capture', source, '--name', 'sda1', '--to', by, '--hashes', by, '--as-clonezilla') ==
                    ExitCode.OK
            directory.resolve("$by/sda1.torrent")
        }
        program().run('torrent', 'create', 'theirs/torrent.info', '--name', 'sda1', '-o', 'theirs.torrent')

        then: 'all three agree, to the byte'
        both.collect { infoHash(it) } == [infoHash(directory.resolve('theirs.torrent'))] * 2
        both.every { Files.readString(it.resolveSibling('sda1.torrent.info')) ==
            Files.readString(directory.resolve('theirs/torrent.info')) }

        when:
        def capture = program()
        def exit = capture.run('capture', source, '--name', 'sda1', '--to', 'out')

        then:
        capture.stderr.readLines().findAll { it.startsWith('error') } == []
        exit == ExitCode.OK
        files.keySet() == RealFileSystem.FILES.collect { 'directory/' + it }.toSet()
        TorrentFiles.read(torrent).totalBytes() < fs.sizeBytes * 3 / 4

        when:
        def target = open(LoopDevice.attach(garbage('target.img', TorrentFiles.read(torrent).neededBytes()))).path()
        def seeder = program().start('seed', torrent, source, '--listen', '127.0.0.1', '--port', 0)
        def port = seeder.awaitStderr(/peers are accepted on port (\d+)/)[1]
        def restored = program().run('restore', torrent, target, '--overwrite', target, '--peer', "127.0.0.1:$port", '--listen',
                '127.0.0.1', '--port', 0, '--stop-after', 'now', '--timeout', '60s')
        seeder.stop(StopSignal.TERM)

        then:
        restored == ExitCode.OK
        // It was captured a moment ago, and is trusted.
        seeder.stderr.contains('trusting the hashes made')

        when: 'a file system with the same id is nowhere else'
        opened.remove(0).close()
        fs.check(target)
        if (fs == RealFileSystem.NTFS) {
            run('ntfsfix', '-n', target)
        }

        then:
        fs.hashes(target, directory) == files

        where:
        fs << RealFileSystem.values().toList()
    }

    /** As long as the torrent says that it has to be; loop devices have whole sectors. */
    private Path garbage(String name, long sizeBytes) {
        def file = directory.resolve(name)
        byte[] bytes = new byte[1 << 20]
        new Random(11).nextBytes(bytes)
        Files.newOutputStream(file).withCloseable { out -> (0..(sizeBytes >> 20)).each { out.write(bytes) } }
        run('truncate', '-s', sizeBytes, file)
        file
    }
}
