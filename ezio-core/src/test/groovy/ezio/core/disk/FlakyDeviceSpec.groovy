package ezio.core.disk

import java.nio.ByteBuffer
import spock.lang.Specification

class FlakyDeviceSpec extends Specification {

    def memory = new MemoryDevice('memory', 10_000)
    def device = new FlakyDevice(memory, 42)

    def "without faults it is the device"() {
        when:
        device.write(5, ByteBuffer.wrap([1, 2] as byte[]))
        def back = ByteBuffer.allocate(2)
        device.read(5, back)
        device.sync()

        then:
        back.array() == [1, 2] as byte[]
        device.sizeBytes() == 10_000
        device.name() == 'memory'
    }

    def "a bad place fails what touches it, and nothing else"() {
        given:
        device.failingAt(100)

        when:
        device.read(0, ByteBuffer.allocate(100))
        device.read(101, ByteBuffer.allocate(100))
        device.read(50, ByteBuffer.allocate(51))

        then:
        def failure = thrown(DeviceFailure)
        failure.message == 'cannot read memory at 0x32, 51 bytes: Input/output error (seed 42)'
    }

    def "is full after so many bytes, and has written the part that fitted"() {
        given:
        device.fullAfter(6)
        device.write(0, ByteBuffer.wrap([1] * 4 as byte[]))

        when:
        device.write(4, ByteBuffer.wrap([1] * 4 as byte[]))

        then:
        def failure = thrown(DeviceFailure)
        failure.message == 'cannot write memory at 0x6, 2 bytes: No space left on device (seed 42)'
        memory.bytes()[0..7] == [1] * 6 + [0] * 2
    }

    def "vanishes after so many calls, for sync as well"() {
        given:
        device.vanishingAfter(1)
        device.read(0, ByteBuffer.allocate(1))

        expect:
        [
            { device.read(0, ByteBuffer.allocate(1)) },
            { device.write(0, ByteBuffer.allocate(1)) },
            { device.sync() },
        ].every { isFailing(it) }
    }

    def "fails on sync only"() {
        given:
        device.failingOnSync()
        device.write(0, ByteBuffer.allocate(1))

        when:
        device.sync()

        then:
        def failure = thrown(DeviceFailure)
        failure.operation() == DeviceFailure.Operation.SYNC
    }

    def "faults by chance come again with the same seed"() {
        given:
        def failing = {
            def flaky = new FlakyDevice(memory, 7).failingOneIn(5)
            (0..<100).findAll { at -> isFailing { flaky.read(at, ByteBuffer.allocate(1)) } }
        }
        def first = failing()

        expect:
        !first.isEmpty()
        first.size() < 50
        failing() == first
    }

    def "runs its hook before each call"() {
        given:
        def calls = 0
        device.beforeEach { calls++ }

        when:
        device.read(0, ByteBuffer.allocate(1))
        device.write(0, ByteBuffer.allocate(1))
        device.sync()

        then:
        calls == 3
    }

    private static boolean isFailing(Closure<?> action) {
        try {
            action()
            return false
        } catch (DeviceFailure e) {
            return true
        }
    }
}
