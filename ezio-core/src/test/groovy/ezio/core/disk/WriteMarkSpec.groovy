package ezio.core.disk

import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

class WriteMarkSpec extends Specification {

    @TempDir
    Path directory

    @AutoCleanup(quiet = true)
    LoopDevice loop

    Path file

    def setup() {
        file = directory.resolve('disk.img')
    }

    private static WriteMark mark(Path path) {
        WriteMark.take(path).get()
    }

    private static void write(Path path, long at = 0) {
        ChannelDevice.openForWriting(path).withCloseable {
            it.write(at, ByteBuffer.wrap([1, 2, 3] as byte[]))
            it.sync()
        }
    }

    def "a file that is read has the same mark, one that is written has not, whatever its time says"() {
        given:
        Files.write(file, new byte[8192])
        def before = mark(file)
        def time = Files.getLastModifiedTime(file)

        when:
        Files.readAllBytes(file)

        then:
        mark(file) == before

        when:
        write(file)
        Files.setLastModifiedTime(file, time)

        then:
        mark(file) != before
        TargetIdentity.of(file).get() == TargetIdentity.of(directory.resolve('.').resolve('disk.img')).get()
    }

    def "a directory has another mark when one of its files was written, or one came"() {
        given:
        Files.write(file, new byte[8192])
        Files.write(directory.resolve('b'), new byte[10])
        def before = mark(directory)

        expect:
        mark(directory) == before

        when:
        write(file)
        def written = mark(directory)
        Files.createFile(directory.resolve('c'))

        then:
        written != before
        mark(directory) != written
    }

    def "a device that is read has the same mark, one that is written has not"() {
        given:
        loop = LoopDevice.create(file, 1 << 20)
        write(loop.path())
        def before = mark(loop.path())

        when:
        ChannelDevice.openForReading(loop.path()).withCloseable { it.read(0, ByteBuffer.allocate(4096)) }

        then:
        mark(loop.path()) == before

        when:
        write(loop.path(), 4096)

        then:
        mark(loop.path()) != before
    }

    def "a write to the file that a loop device stands for is a write to the device"() {
        given:
        loop = LoopDevice.create(file, 1 << 20)
        def before = mark(loop.path())

        when:
        write(file)

        then:
        mark(loop.path()) != before
    }

    def "a device that was set up anew has another mark, and the same identity"() {
        given:
        loop = LoopDevice.create(file, 1 << 20)
        def before = mark(loop.path())
        def identity = TargetIdentity.of(loop.path()).get()

        when:
        loop.close()
        loop = LoopDevice.create(file, 1 << 20)

        then:
        mark(loop.path()) != before
        TargetIdentity.of(loop.path()).get() == identity
    }

    def "what is not there has neither"() {
        expect:
        WriteMark.take(directory.resolve('none')).empty
        TargetIdentity.of(directory.resolve('none')).empty
        WriteMark.take(Path.of('/dev/null')).empty
    }

    def "another file, another length and another directory are something else"() {
        given:
        Files.write(file, new byte[8192])
        def other = directory.resolve('other')
        Files.write(other, new byte[8192])
        def identity = TargetIdentity.of(file).get()

        expect:
        TargetIdentity.of(other).get() != identity
        TargetIdentity.of(directory).get() != identity

        when:
        Files.write(file, new byte[8193])

        then:
        TargetIdentity.of(file).get() != identity
    }
}
