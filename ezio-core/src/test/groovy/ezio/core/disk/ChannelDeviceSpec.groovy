package ezio.core.disk

import static ezio.core.disk.DeviceFailure.Operation.OPEN
import static ezio.core.disk.DeviceFailure.Operation.READ
import static ezio.core.disk.DeviceFailure.Operation.SYNC
import static ezio.core.disk.DeviceFailure.Operation.WRITE

import ezio.core.problem.Problem
import java.nio.ByteBuffer
import java.nio.channels.Channels
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

class ChannelDeviceSpec extends Specification {

    @TempDir
    Path dir

    @Timeout(20)
    def "does not open #what"() {
        given:
        def path = make(dir)

        when:
        ChannelDevice."$open"(path)

        then:
        def failure = thrown(DeviceFailure)
        failure.kind() == Problem.Kind.DEVICE
        failure.operation() == OPEN
        failure.message == "cannot open $path: $words".toString()

        where:
        [what, make, words, open] << [
            [
                ['a directory', { it }, 'it is a directory, not a disk, a partition or a file'],
                ['a character device', { Path.of('/dev/null') },
                    'it is a character device, not a disk, a partition or a file'],
                ['a pipe', { SystemTool.run('mkfifo', it.resolve('p')); it.resolve('p') },
                    'it is a pipe or a socket, not a disk, a partition or a file'],
                ['what is missing', { it.resolve('none') }, 'no such file or device'],
                ['what is below a file', { Files.writeString(it.resolve('f'), ''); it.resolve('f/x') },
                    'no such file or device'],
            ],
            ['openForReading', 'openForWriting'],
        ].combinations().collect { it[0] + it[1] }
    }

    def "opening to write neither makes, cuts nor extends a file"() {
        given:
        def file = dir.resolve('disk.img')
        Files.writeString(file, 'content')

        when:
        try (def device = ChannelDevice.openForWriting(file)) {
            device.write(0, ByteBuffer.wrap('C'.bytes))
            device.write(4, ByteBuffer.wrap('long'.bytes))
        }

        then:
        thrown(DeviceFailure)
        Files.readString(file) == 'Content'
    }

    def "makes a file that takes no space yet"() {
        given:
        def file = dir.resolve('disk.img')

        when:
        ChannelDevice.createFile(file, 1L << 40).close()

        then:
        Files.size(file) == 1L << 40
        SystemTool.run('stat', '-c', '%b', file).toLong() < 100
    }

    def "does not replace a file"() {
        given:
        def file = dir.resolve('disk.img')
        Files.writeString(file, 'precious')

        when:
        ChannelDevice.createFile(file, 1)

        then:
        def failure = thrown(DeviceFailure)
        failure.message == "cannot open $file: it exists already".toString()
        Files.readString(file) == 'precious'
    }

    def "a file that cannot be made so large is not left behind"() {
        given:
        def file = dir.resolve('disk.img')

        when:
        ChannelDevice.createFile(file, Long.MAX_VALUE)

        then:
        def failure = thrown(DeviceFailure)
        failure.operation() == OPEN
        !Files.exists(file)
    }

    def "does not write what was opened for reading"() {
        given:
        def file = dir.resolve('disk.img')
        Files.writeString(file, 'content')
        def device = ChannelDevice.openForReading(file)

        when:
        device.sync()
        device.write(1, ByteBuffer.allocate(2))

        then:
        def failure = thrown(DeviceFailure)
        failure.operation() == WRITE
        failure.message == "cannot write $file at 0x1, 2 bytes: it was opened for reading".toString()
        Files.readString(file) == 'content'

        cleanup:
        device?.close()
    }

    def "a file that has become shorter is a failed read, at the place where it ends"() {
        given:
        def file = dir.resolve('disk.img')
        def device = ChannelDevice.createFile(file, 10_000)
        Files.write(file, new byte[4096])

        when:
        device.read(4000, ByteBuffer.allocate(1000))

        then:
        def failure = thrown(DeviceFailure)
        failure.operation() == READ
        failure.offsetBytes() == 4096
        failure.message == "cannot read $file at 0x1000, 904 bytes: " +
                'it has become shorter than the 10000 bytes that it had when opened'

        cleanup:
        device?.close()
    }

    def "a file that has become shorter is a failed read for who hands it to a channel, too"() {
        given:
        def file = dir.resolve('disk.img')
        def device = ChannelDevice.createFile(file, 10_000)
        Files.write(file, new byte[4096])

        when:
        device.transfer(4096, 1000, Channels.newChannel(new ByteArrayOutputStream()))

        then:
        def failure = thrown(DeviceFailure)
        failure.operation() == READ
        failure.message == "cannot read $file at 0x1000, 1000 bytes: " +
                'it has become shorter than the 10000 bytes that it had when opened'

        cleanup:
        device?.close()
    }

    def "a full file system is a failed write that names the device and the place"() {
        given: 'a sparse file that promises more than its file system has'
        def mount = Files.createDirectory(dir.resolve('small'))
        SystemTool.run('mount', '-t', 'tmpfs', '-o', 'size=1m', 'none', mount)
        def file = mount.resolve('disk.img')
        def device = ChannelDevice.createFile(file, 8 << 20)

        when:
        (0..<8).each { device.write(it << 20, ByteBuffer.allocate(1 << 20)) }

        then:
        def failure = thrown(DeviceFailure)
        failure.operation() == WRITE
        failure.offsetBytes() > 0
        failure.offsetBytes() <= 1 << 20
        failure.message ==~ /cannot write \Q$file\E at 0x[0-9a-f]+, \d+ bytes: No space left on device/
        failure.remedy().get() == "what is on $file now is incomplete; do not use it".toString()

        cleanup:
        device?.close()
        SystemTool.run('umount', mount)
    }

    def "goes on with the same file after its channel was closed by an interrupt"() {
        given:
        def file = dir.resolve('disk.img')
        def device = ChannelDevice.createFile(file, 100)

        when:
        device.write(0, ByteBuffer.wrap([1, 2] as byte[]))
        device.@channel.close()
        device.write(2, ByteBuffer.wrap([3] as byte[]))
        device.@channel.close()
        def back = ByteBuffer.allocate(3)
        device.read(0, back)
        device.sync()

        then:
        back.array() == [1, 2, 3] as byte[]

        cleanup:
        device?.close()
    }

    def "does not go on with another file that has taken the name meanwhile"() {
        given:
        def file = dir.resolve('disk.img')
        def device = ChannelDevice.createFile(file, 100)
        Files.move(file, dir.resolve('moved.img'))
        Files.write(file, new byte[100])
        device.@channel.close()

        when:
        device.write(0, ByteBuffer.wrap([1] as byte[]))

        then:
        def failure = thrown(DeviceFailure)
        failure.message == "cannot write $file at 0x0, 1 bytes: another device or file has taken its name".toString()
        Files.readAllBytes(file) == new byte[100]

        cleanup:
        device?.close()
    }

    def "a sync that failed fails again: the system tells of a lost write only once"() {
        given:
        def file = dir.resolve('disk.img')
        def device = ChannelDevice.createFile(file, 100)
        device.@syncChannel.close()
        def failures = []

        when:
        2.times {
            try {
                device.sync()
            } catch (DeviceFailure e) {
                failures << e
            }
        }

        then:
        failures*.operation() == [SYNC, SYNC]
        failures[1].message == "cannot sync $file: it was closed".toString()

        cleanup:
        device?.close()
    }

    def "is opened by a thread that is interrupted, which is interrupted after it, too"() {
        given:
        def file = dir.resolve('disk.img')

        when:
        Thread.currentThread().interrupt()
        def device = ChannelDevice.createFile(file, 100)
        def isInterrupted = Thread.interrupted()

        then:
        isInterrupted
        device.sizeBytes() == 100

        cleanup:
        Thread.interrupted()
        device?.close()
    }

    def "copies with heap buffers of several MiB"() {
        given:
        def device = ChannelDevice.createFile(dir.resolve('disk.img'), 6 << 20)
        byte[] bytes = new byte[5 << 20]
        new Random(3).nextBytes(bytes)

        when:
        device.write(4711, ByteBuffer.wrap(bytes))
        def back = ByteBuffer.allocate(bytes.length)
        device.read(4711, back)

        then:
        back.array() == bytes

        cleanup:
        device?.close()
    }
}
