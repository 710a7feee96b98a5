package ezio.bench.deploy

import static ezio.core.disk.SystemTool.run

import ezio.core.disk.LoopDevice
import ezio.core.peerprograms.PeerProgram
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/**
 * A classroom is imaged as Clonezilla does it: its command lines, opentracker, {@code bin/ezio-daemon} in place of EZIO,
 * told what to do by a client of EZIO's protocol in Python. Each machine is a network namespace.
 */
@Timeout(240)
class ClonezillaSpec extends Specification {

    static final int MIB = 1 << 20
    static final List<String> PARTS = ['sda1', 'sda2', 'sda3']
    static final List<String> CLIENTS = ['ezio_add_torrent.py', 'ezio_ui.py']
    static final Duration LONG = Duration.ofSeconds(100)

    @TempDir
    Path directory

    Path work
    List<LoopDevice> disks = []
    PeerProgram classroom

    def setup() {
        // Not below a spec's own directory, which only its owner may read: opentracker is nobody.
        work = Files.createTempDirectory('ezio-classroom')
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString('rwxr-xr-x'))
        def bin = Files.createDirectory(work.resolve('bin'))
        Files.createSymbolicLink(bin.resolve('ezio'), project().resolve('bin/ezio-daemon'))
        CLIENTS.each { Files.createSymbolicLink(bin.resolve(it), scripts().resolve('ezio_calls.py')) }
        def proto = project().resolve('ezio-protocol/src/main/proto')
        run('/usr/bin/python3', '-m', 'grpc_tools.protoc', "-I$proto", "--python_out=$bin", "--grpc_python_out=$bin",
                proto.resolve('ezio.proto'))
    }

    def cleanup() {
        classroom?.close()
        disks*.close()
        work?.toFile()?.deleteDir()
    }

    private static Path project() {
        Path here = Path.of('').toAbsolutePath()
        Files.exists(here.resolve('bin/ezio')) ? here : here.parent
    }

    private static Path scripts() {
        project().resolve('ezio-bench/src/test/clonezilla')
    }

    private LoopDevice disk(String name) {
        def disk = LoopDevice.createWithPartitions(directory.resolve(name), 100 * MIB, '36MiB', '40MiB', '18MiB')
        disks << disk
        disk
    }

    /** A disk with ext4, FAT32, and something that no program knows. */
    private LoopDevice source() {
        def source = disk('source')
        def files = Files.createDirectory(directory.resolve('files'))
        def random = new Random(6)
        (1..4).each { Files.write(files.resolve("file$it"), bytes(random, 5 * MIB + it)) }
        run('mke2fs', '-q', '-t', 'ext4', '-b', 4096, '-d', files, source.partition(1))
        run('mkfs.fat', '-F', 32, '-s', 1, source.partition(2))
        run('mcopy', '-i', source.partition(2), files.resolve('file1'), '::/file1')
        Files.write(source.partition(3), bytes(random, 18 * MIB))
        source
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length]
        random.nextBytes(bytes)
        bytes
    }

    def "a server and three machines: every used byte is right, and EZIO's stop rule ends all four with 0"() {
        given:
        def source = source()
        def targets = (1..3).collect { disk("target$it") }
        def environment = [
            EZIO      : project().resolve('bin/ezio').toString(),
            JAVA_HOME : System.getProperty('java.home'),
            PYTHONPATH: work.resolve('bin').toString(),
        ]

        when:
        classroom = new PeerProgram('classroom', [scripts().resolve('classroom.sh'), work, source.path(), *targets*.path()],
                work, environment)

        then: 'the machines leave when they are done'
        awaitLine('server: seeding')
        (1..3).each { awaitLine("lab-$it: ended with 0") }

        and: 'then the server does, which has served each image'
        classroom.tell('end')
        awaitLine('server: ended with 0')
        classroom.awaitExit(LONG) == 0

        and: "what Clonezilla's scripts look for was there"
        (1..3).every { classroom.output().contains("lab-$it: ps finds ezio, pgrep finds 1".toString()) }

        and:
        targets.every { target ->
            PARTS.withIndex(1).every { part, n -> isCopied(part, source.partition(n), target.partition(n)) }
        }
        targets.each {
            run('e2fsck', '-fn', it.partition(1))
            run('fsck.fat', '-n', it.partition(2))
        }
    }

    private void awaitLine(String line) {
        try {
            classroom.await(~/^${line.replaceFirst(/ with \d+$/, ' with')}/, LONG)
        } catch (AssertionError e) {
            def said = run('sh', '-c', "cd $work && tail -n 40 server/ezio-seeder.err lab-*/ezio-leecher.err")
            throw new AssertionError((Object) "${e.message}\n$said")
        }
        assert classroom.output().contains(line)
    }

    /** Compares what the slices say is used. */
    private boolean isCopied(String part, Path from, Path to) {
        def slices = Files.list(work.resolve("partimag/btzone/lab/$part")).withCloseable { it.toList() }
        assert !slices.empty
        FileChannel.open(from).withCloseable { one ->
            FileChannel.open(to).withCloseable { other ->
                slices.every { slice ->
                    long offset = Long.parseUnsignedLong(slice.fileName.toString(), 16)
                    int length = Files.size(slice) as int
                    read(one, offset, length) == read(other, offset, length)
                }
            }
        }
    }

    private static ByteBuffer read(FileChannel channel, long offset, int length) {
        def buffer = ByteBuffer.allocate(length)
        while (buffer.hasRemaining()) {
            assert channel.read(buffer, offset + buffer.position()) > 0
        }
        buffer.flip()
    }
}
