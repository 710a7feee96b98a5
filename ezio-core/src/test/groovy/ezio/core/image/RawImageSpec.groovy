package ezio.core.image

import ezio.core.disk.BlockDevice
import ezio.core.disk.DeviceFailure
import ezio.core.disk.FlakyDevice
import ezio.core.disk.MemoryDevice
import ezio.core.extent.Extent
import ezio.core.extent.ExtentMap
import ezio.core.problem.Problem
import java.nio.ByteBuffer
import java.nio.channels.WritableByteChannel
import spock.lang.Specification

class RawImageSpec extends Specification {

    static final int SIZE = 200_000

    def device = new MemoryDevice('/dev/sdz', SIZE)

    def "writes the stream to its extents, reads it back, and touches no other byte, with seed #seed"() {
        given:
        def random = new Random(seed)
        def extents = randomExtents(random)
        random.nextBytes(device.bytes())
        byte[] model = device.bytes().clone()
        def places = (0..<extents.count()).collectMany { i ->
            (extents.offsetBytes(i)..<extents.offsetBytes(i) + extents.lengthBytes(i)).toList()
        }
        def image = new RawImage(device, extents)

        when:
        40.times {
            int length = random.nextInt((int) Math.min(30_000, extents.totalBytes()))
            int at = random.nextInt((int) extents.totalBytes() - length)
            byte[] bytes = new byte[length]
            random.nextBytes(bytes)
            image.write(at, ByteBuffer.wrap(bytes))
            length.times { model[(int) places[at + it]] = bytes[it] }
        }
        def back = ByteBuffer.allocateDirect((int) extents.totalBytes())
        image.read(0, back)

        then:
        device.bytes() == model
        !back.hasRemaining()
        places.indices.every { back.get(it) == model[(int) places[it]] }

        where:
        seed << [1, 2, 3, 20261121]
    }

    def "uses what a buffer has left, and leaves its limit"() {
        given:
        def image = new RawImage(device, ExtentMap.of([new Extent(10, 2), new Extent(20, 5)]))
        def from = ByteBuffer.wrap([9, 1, 2, 3, 9] as byte[]).position(1).limit(4)
        def into = ByteBuffer.wrap([9] * 5 as byte[]).position(1).limit(4)

        when:
        image.write(0, from)
        image.read(0, into)

        then:
        [from.position(), from.limit(), into.position(), into.limit()] == [4, 4, 4, 4]
        into.array() == [9, 1, 2, 3, 9] as byte[]
        device.bytes()[9..12] == [0, 1, 2, 0]
        device.bytes()[19..22] == [0, 3, 0, 0]
    }

    def "refuses #length bytes at #at of a stream of 7, and writes nothing"() {
        given:
        def image = new RawImage(device, ExtentMap.of([new Extent(10, 2), new Extent(20, 5)]))

        when:
        image.write(at, ByteBuffer.wrap([1] * length as byte[]))

        then:
        thrown(IndexOutOfBoundsException)
        device.bytes().every { it == 0 as byte }

        where:
        at             | length
        -1             | 2
        6              | 2
        7              | 1
        Long.MAX_VALUE | 1
    }

    def "refuses a device that ends before the last extent does"() {
        when:
        new RawImage(device, ExtentMap.of([new Extent(0, 1), new Extent(SIZE - 1, length)]))

        then:
        def problem = thrown(DeviceTooSmall)
        problem.kind() == Problem.Kind.DEVICE
        problem.message == message
        problem.device() == '/dev/sdz'
        problem.sizeBytes() == SIZE
        problem.neededBytes() == SIZE - 1 + length

        where:
        length              || message
        2                   || '/dev/sdz holds 195.3 KiB, its image needs 195.3 KiB (1 bytes more)'
        1L << 30            || '/dev/sdz holds 195.3 KiB, its image needs 1 GiB (1,073,741,823 bytes more)'
    }

    def "an image that ends where its device ends fits"() {
        expect:
        new RawImage(device, ExtentMap.whole(SIZE)).extents().totalBytes() == SIZE
    }

    def "a failure names the place on the device, not in the stream"() {
        given:
        def flaky = new FlakyDevice(device, 5).failingAt(5_000)
        def image = new RawImage(flaky, ExtentMap.of([new Extent(0, 100), new Extent(4_096, 4_096)]))

        when:
        image.write(50, ByteBuffer.allocate(2_000))

        then:
        def failure = thrown(DeviceFailure)
        failure.message == 'cannot write /dev/sdz at 0x1000, 1950 bytes: Input/output error (seed 5)'
        failure.device() == image.name()
    }

    def "hands #wanted bytes at #at to a channel that takes #room: #sent, from as many places as it takes"() {
        given:
        device.bytes().indices.each { device.bytes()[it] = it as byte }
        def image = new RawImage(device, ExtentMap.of([new Extent(10, 2), new Extent(20, 5), new Extent(40, 1)]))
        def taken = new ByteArrayOutputStream()
        def channel = Stub(WritableByteChannel)
        channel.write(_) >> { ByteBuffer from ->
            int count = Math.min(from.remaining(), room - taken.size())
            byte[] bytes = new byte[count]
            from.get(bytes)
            taken.write(bytes, 0, count)
            count
        }

        expect:
        image.transfer(at, wanted, channel) == sent.size()
        taken.toByteArray().toList() == sent

        where:
        at | wanted | room || sent
        0  | 8      | 99   || [10, 11, 20, 21, 22, 23, 24, 40]
        1  | 3      | 99   || [11, 20, 21]
        0  | 8      | 4    || [10, 11, 20, 21]
        0  | 8      | 2    || [10, 11]
        3  | 2      | 0    || []
        7  | 1      | 99   || [40]
    }

    def "syncs and closes its device"() {
        given:
        def mock = Mock(BlockDevice) { sizeBytes() >> 10 }
        def image = new RawImage(mock, ExtentMap.whole(10))

        when:
        image.sync()
        image.close()

        then:
        1 * mock.sync()
        then:
        1 * mock.close()
    }

    private static ExtentMap randomExtents(Random random) {
        def builder = ExtentMap.builder()
        int at = random.nextInt(500)
        while (true) {
            int length = 1 + random.nextInt(random.nextBoolean() ? 10 : 9_000)
            if (at + length > SIZE) {
                return builder.build()
            }
            builder.add(at, length)
            // Some extents touch the one before.
            at += length + (random.nextInt(4) == 0 ? 0 : random.nextInt(3_000))
        }
    }
}
