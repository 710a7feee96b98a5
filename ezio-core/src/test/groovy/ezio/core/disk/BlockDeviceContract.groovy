package ezio.core.disk

import java.nio.ByteBuffer
import java.nio.channels.Channels
import java.nio.channels.WritableByteChannel
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicBoolean
import spock.lang.Specification
import spock.lang.Timeout

/** What every {@link BlockDevice} has to do; one subclass for each implementation. */
abstract class BlockDeviceContract extends Specification {

    static final int SIZE = 3 << 20

    BlockDevice device

    /** Returns a device of {@link #SIZE} bytes, all of them 0. */
    abstract BlockDevice open()

    def setup() {
        device = open()
    }

    def cleanup() {
        device?.close()
    }

    def "says its size"() {
        expect:
        device.sizeBytes() == SIZE
    }

    def "reads what was written, at any place, with #kind buffers"() {
        given:
        def random = new Random(20261121)
        byte[] model = new byte[SIZE]

        when:
        60.times {
            int length = random.nextInt(200_000)
            int offset = random.nextInt(SIZE - length)
            byte[] bytes = new byte[length]
            random.nextBytes(bytes)
            def buffer = allocate(length + 7).position(5)
            buffer.put(bytes).flip().position(5)
            device.write(offset, buffer)
            assert buffer.position() == length + 5 && buffer.limit() == length + 5
            System.arraycopy(bytes, 0, model, offset, length)
        }

        then:
        readAll(allocate) == model

        where:
        kind     | allocate
        'heap'   | { int n -> ByteBuffer.allocate(n) }
        'direct' | { int n -> ByteBuffer.allocateDirect(n) }
    }

    def "fills what a buffer has left and nothing else of it"() {
        given:
        device.write(1000, ByteBuffer.wrap([1, 2, 3, 4] as byte[]))
        def buffer = ByteBuffer.wrap([9] * 6 as byte[]).position(1).limit(4)

        when:
        device.read(1000, buffer)

        then:
        buffer.array() == [9, 1, 2, 3, 9, 9] as byte[]
        buffer.position() == 4
        buffer.limit() == 4
    }

    def "writes the last byte, and refuses a #operation of #length bytes at #offset, which passes its end"() {
        given:
        device.write(SIZE - 1, ByteBuffer.wrap([7] as byte[]))

        when:
        device."$operation"(offset, ByteBuffer.allocate(length))

        then:
        def failure = thrown(DeviceFailure)
        failure.operation() == DeviceFailure.Operation.END
        failure.offsetBytes() == offset
        failure.message ==
                "$device.name at 0x${Long.toHexString(offset)}, $length bytes passes its end, $SIZE bytes".toString()

        and:
        readAll()[SIZE - 1] == 7 as byte

        where:
        operation | offset         | length
        'read'    | SIZE - 1       | 2
        'write'   | SIZE - 1       | 2
        'read'    | SIZE           | 1
        'write'   | SIZE + 1       | 0
        'write'   | -1L            | 1
        'read'    | Long.MAX_VALUE | 1
    }

    def "takes an empty buffer at its end"() {
        when:
        device.read(SIZE, ByteBuffer.allocate(0))
        device.write(SIZE, ByteBuffer.allocate(0))

        then:
        noExceptionThrown()
    }

    @Timeout(60)
    def "is written and read by several threads at once, without a shared position"() {
        given:
        int part = SIZE.intdiv(4)
        def pool = Executors.newFixedThreadPool(4)

        when:
        def results = pool.invokeAll((0..3).collect { index -> writeAndRead(index * part, part, index) })*.get()

        then:
        results == [true] * 4

        cleanup:
        pool.shutdownNow()
    }

    def "serves a thread that is interrupted, which is interrupted after it, too"() {
        when:
        Thread.currentThread().interrupt()
        device.write(4096, ByteBuffer.wrap([1, 2, 3] as byte[]))
        def back = ByteBuffer.allocate(3)
        device.read(4096, back)
        device.sync()
        def isInterrupted = Thread.interrupted()

        then:
        isInterrupted
        back.array() == [1, 2, 3] as byte[]

        cleanup:
        Thread.interrupted()
    }

    @Timeout(60)
    def "transfers every byte while threads that use it are interrupted again and again"() {
        given:
        int part = SIZE.intdiv(4)
        def threads = Collections.synchronizedList([])
        def pool = Executors.newFixedThreadPool(4)
        def isDone = new AtomicBoolean()
        def interrupter = Thread.start {
            while (!isDone.get()) {
                synchronized (threads) {
                    threads.each { it.interrupt() }
                }
                Thread.onSpinWait()
            }
        }

        when:
        def results = (0..3).collect { index ->
            pool.submit({
                threads.add(Thread.currentThread())
                def isRight = (0..<10).every { round -> writeAndRead(index * part, part, index + round).call() }
                threads.remove(Thread.currentThread())
                isRight
            } as Callable)
        }*.get()
        device.sync()

        then:
        results == [true] * 4

        cleanup:
        isDone.set(true)
        interrupter?.join()
        pool.shutdown()
        pool.awaitTermination(10, TimeUnit.SECONDS)
    }

    def "hands its bytes to a channel, from any place, as much as that takes"() {
        given:
        byte[] bytes = new byte[300_000]
        new Random(7).nextBytes(bytes)
        device.write(5000, ByteBuffer.wrap(bytes))
        def taken = new ByteArrayOutputStream()
        def channel = Channels.newChannel(taken)

        when:
        while (taken.size() < bytes.length) {
            assert device.transfer(5000 + taken.size(), bytes.length - taken.size(), channel) > 0
        }

        then:
        taken.toByteArray() == bytes

        when:
        device.transfer(SIZE - 1, 2, channel)

        then:
        def failure = thrown(DeviceFailure)
        failure.operation() == DeviceFailure.Operation.END
    }

    def "a channel that fails is not a failure of the device"() {
        given:
        def channel = new WritableByteChannel() {
            boolean isOpen() { true }

            void close() {}

            int write(ByteBuffer from) { throw new IOException('Connection reset by peer') }
        }

        when:
        device.transfer(0, 1000, channel)

        then:
        def problem = thrown(IOException)
        problem.message == 'Connection reset by peer'
    }

    def "is closed twice without harm, and does not read after that"() {
        given:
        device.close()
        device.close()

        when:
        device.read(0, ByteBuffer.allocate(1))

        then:
        def failure = thrown(DeviceFailure)
        failure.operation() == DeviceFailure.Operation.READ
        failure.message == "cannot read $device.name at 0x0, 1 bytes: it was closed".toString()
    }

    private Callable<Boolean> writeAndRead(int offset, int length, int seed) {
        return {
            def random = new Random(seed)
            int step = 50_000
            byte[] bytes = new byte[length]
            random.nextBytes(bytes)
            for (int at = 0; at < length; at += step) {
                device.write(offset + at, ByteBuffer.wrap(bytes, at, Math.min(step, length - at)))
            }
            def back = ByteBuffer.allocateDirect(length)
            device.read(offset, back)
            back.flip() == ByteBuffer.wrap(bytes)
        }
    }

    protected byte[] readAll(Closure<ByteBuffer> allocate = { int n -> ByteBuffer.allocate(n) }) {
        def buffer = allocate(SIZE)
        device.read(0, buffer)
        byte[] bytes = new byte[SIZE]
        buffer.flip().get(bytes)
        return bytes
    }
}
