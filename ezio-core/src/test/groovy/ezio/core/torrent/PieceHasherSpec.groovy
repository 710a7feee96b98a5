package ezio.core.torrent

import ezio.core.disk.DeviceFailure
import ezio.core.disk.Medium
import ezio.core.extent.ExtentMap
import ezio.core.image.ImageStream
import ezio.core.progress.CancelToken
import ezio.core.progress.Progress
import ezio.core.progress.ProgressListener
import spock.lang.Specification
import spock.lang.Timeout

import java.nio.ByteBuffer
import java.security.MessageDigest
import java.util.concurrent.CancellationException
import java.util.concurrent.atomic.AtomicLong

@Timeout(60)
class PieceHasherSpec extends Specification {

    static final int KIB = 1 << 10
    static final int MIB = 1 << 20

    def "#size bytes in pieces of #piece bytes on #threads threads, #why"() {
        given:
        def image = MemoryImage.random(size)
        def hashes = expected(image, piece)

        expect:
        PieceHasher.hash(image, piece, threads, ProgressListener.NONE, new CancelToken()) == hashes

        when:
        image.medium = Medium.FLAT

        then:
        PieceHasher.hash(image, piece, threads, ProgressListener.NONE, new CancelToken()) == hashes

        where:
        size              | piece    | threads | why
        1                 | 16 * KIB | 2       | 'one byte'
        16 * KIB          | 16 * KIB | 2       | 'one piece, exactly full'
        16 * KIB + 1      | 16 * KIB | 1       | 'a last piece of one byte'
        3 * MIB + 12345   | 16 * KIB | 3       | 'many pieces in one read'
        4 * MIB           | MIB      | 2       | 'a piece is a read, the last one full'
        5 * MIB + 1       | MIB      | 4       | 'a piece is a read, the last one a byte'
        9 * MIB - 7       | 4 * MIB  | 2       | 'a piece is several reads'
        33 * MIB          | 16 * MIB | 5       | 'more threads than pieces'
        131 * MIB + 77    | 64 * MIB | 2       | 'pieces longer than all buffers together'
        70 * MIB          | 64 * MIB | 1       | 'one thread'
    }

    def "a piece that spans extents is hashed across them"() {
        given:
        byte[] device = MemoryImage.random(4 * MIB).device
        def extents = ExtentMap.builder()
                .add(4096, 10_000).add(20_000, 1).add(30_001, 2 * MIB).add(3 * MIB, 123_457).build()
        def image = new MemoryImage(device, extents)

        expect:
        PieceHasher.hash(image, 16 * KIB, 2, ProgressListener.NONE, new CancelToken()) == expected(image, 16 * KIB)
    }

    def "an image without extents has no hashes"() {
        given:
        def image = new MemoryImage(new byte[0], ExtentMap.builder().build())

        expect:
        PieceHasher.hash(image, 16 * KIB, 2, ProgressListener.NONE, new CancelToken()).length == 0
    }

    def "every byte is read once, in order, by the calling thread, where a head has to move (#medium)"() {
        given:
        def image = MemoryImage.random(20 * MIB + 5)
        image.medium = medium

        when:
        PieceHasher.hash(image, 2 * MIB, 3, ProgressListener.NONE, new CancelToken())

        then:
        image.bytesRead.get() == 20 * MIB + 5
        image.readStarts == (0..20).collect { (long) it * MIB }
        image.readers == [Thread.currentThread().name] as Set

        where:
        medium << [Medium.ROTATING, Medium.UNKNOWN]
    }

    def "every byte is read once, by the threads that hash, on flash and in memory"() {
        given:
        def image = MemoryImage.random(20 * MIB + 5)
        image.medium = Medium.FLAT

        when:
        PieceHasher.hash(image, 2 * MIB, 3, ProgressListener.NONE, new CancelToken())

        then:
        image.bytesRead.get() == 20 * MIB + 5
        image.readStarts.toSorted() == (0..80).collect { it * 256L * KIB }
        image.readers.every { it.startsWith('ezio-hash-') }
    }

    def "progress ends at the whole and names the image"() {
        given:
        def image = MemoryImage.random(3 * MIB)
        List<Progress> seen = Collections.synchronizedList([])

        when:
        PieceHasher.hash(image, MIB, 2, { seen << it }, new CancelToken())

        then:
        seen.last().doneBytes() == 3 * MIB
        seen.last().totalBytes() == 3 * MIB
        seen.every { it.what() == 'hashing /dev/test' }
    }

    def "a read that fails #why ends it with that failure and leaves no thread"() {
        given:
        def image = MemoryImage.random(40 * MIB)
        image.failAtStreamBytes = failAt
        image.medium = medium

        when:
        PieceHasher.hash(image, piece, 3, ProgressListener.NONE, new CancelToken())

        then:
        def failure = thrown(DeviceFailure)
        failure.operation() == DeviceFailure.Operation.READ
        failure.offsetBytes() == failAt
        hashThreads().empty

        where:
        why                      | failAt        | piece    | medium
        'at the first byte'      | 0             | MIB      | Medium.UNKNOWN
        'within a long piece'    | 21 * MIB + 9  | 16 * MIB | Medium.UNKNOWN
        'between two pieces'     | 16 * MIB      | 16 * MIB | Medium.UNKNOWN
        'within a short piece'   | 21 * MIB + 9  | 16 * KIB | Medium.UNKNOWN
        'at the last byte'       | 40 * MIB - 1  | 64 * MIB | Medium.UNKNOWN
        'in one of its places'   | 21 * MIB + 9  | 16 * MIB | Medium.FLAT
        'at the end, on flash'   | 40 * MIB - 1  | 16 * KIB | Medium.FLAT
    }

    def "a cancel while it reads ends it before the next read, and leaves no thread"() {
        given:
        def image = MemoryImage.random(40 * MIB)
        def cancel = new CancelToken()
        image.beforeRead = { long at -> if (at >= 7 * MIB) { cancel.cancel() } }

        when:
        PieceHasher.hash(image, piece, 2, ProgressListener.NONE, cancel)

        then:
        thrown(CancellationException)
        image.readStarts.last() == 7 * MIB
        hashThreads().empty

        where:
        piece << [16 * KIB, MIB, 16 * MIB]
    }

    def "a cancel while threads read each for itself ends it soon, and leaves no thread"() {
        given:
        def image = MemoryImage.random(40 * MIB)
        image.medium = Medium.FLAT
        def cancel = new CancelToken()
        image.beforeRead = { long at -> if (at == 7 * MIB) { cancel.cancel() } }

        when:
        PieceHasher.hash(image, piece, 2, ProgressListener.NONE, cancel)

        then:
        thrown(CancellationException)
        image.bytesRead.get() < 40 * MIB
        hashThreads().empty

        where:
        piece << [16 * KIB, MIB, 16 * MIB]
    }

    def "an interrupt ends it where threads read each for itself, and is kept"() {
        given:
        def image = MemoryImage.random(40 * MIB)
        image.medium = Medium.FLAT
        def caller = Thread.currentThread()
        image.beforeRead = { long at -> if (at == 0) { caller.interrupt() } }

        when:
        PieceHasher.hash(image, MIB, 2, ProgressListener.NONE, new CancelToken())

        then:
        thrown(CancellationException)
        Thread.interrupted()
        hashThreads().empty
    }

    def "a cancel before the start reads nothing (#medium)"() {
        given:
        def image = MemoryImage.random(MIB)
        image.medium = medium
        def cancel = new CancelToken()
        cancel.cancel()

        when:
        PieceHasher.hash(image, MIB, 2, ProgressListener.NONE, cancel)

        then:
        thrown(CancellationException)
        image.readStarts.empty

        where:
        medium << [Medium.UNKNOWN, Medium.FLAT]
    }

    def "an interrupt is a cancel, and is kept"() {
        given:
        def image = MemoryImage.random(40 * MIB)
        image.beforeRead = { long at -> if (at == 7 * MIB) { Thread.currentThread().interrupt() } }

        when:
        PieceHasher.hash(image, MIB, 1, ProgressListener.NONE, new CancelToken())

        then:
        thrown(CancellationException)
        Thread.interrupted()
        image.readStarts.last() == 7 * MIB
        hashThreads().empty
    }

    def "a listener that throws ends it with that exception, and leaves no thread (#medium)"() {
        given:
        def image = MemoryImage.random(8 * MIB)
        image.medium = medium

        when:
        PieceHasher.hash(image, MIB, 2, { throw new IllegalStateException('listener') }, new CancelToken())

        then:
        def thrownByListener = thrown(IllegalStateException)
        thrownByListener.message == 'listener'
        hashThreads().empty

        where:
        medium << [Medium.UNKNOWN, Medium.FLAT]
    }

    def "the buffers of #threads threads and pieces of #piece bytes stay within 48 MiB"() {
        given:
        def run = new HashRun(null, piece, threads, null, new CancelToken(), null)

        expect:
        run.bufferLimit() * HashRun.READ_BYTES <= 48 * MIB
        run.bufferLimit() > threads

        where:
        [piece, threads] << [[16 * KIB, MIB, 16 * MIB, 64 * MIB], [1, 2, 8, 20]].combinations()
    }

    def "a stream of #size bytes that does not tell its length is hashed to its end, in pieces of #piece bytes"() {
        given:
        def image = size == 0 ? new MemoryImage(new byte[0], ExtentMap.builder().build()) : MemoryImage.random(size)
        def done = new AtomicLong()

        when:
        def hashes = PieceHasher.hash(new UntoldStream(image.stream()), piece, 2, { done.addAndGet(it) },
                new CancelToken())

        then:
        hashes == expected(image, piece)
        done.get() == size

        where:
        size            | piece
        0               | MIB
        1               | MIB
        3 * MIB         | MIB
        3 * MIB + 1     | 16 * KIB
        32 * MIB        | 16 * MIB
        33 * MIB + 12   | 16 * MIB
    }

    static class UntoldStream implements ImageStream {
        final ByteBuffer left

        UntoldStream(byte[] bytes) {
            left = ByteBuffer.wrap(bytes)
        }

        String name() { 'stream' }

        OptionalLong totalBytes() { OptionalLong.empty() }

        void read(ByteBuffer into) {
            def part = left.slice(left.position(), Math.min(left.remaining(), into.remaining()))
            left.position(left.position() + part.remaining())
            into.put(part)
        }

        void close() { }
    }

    private static byte[] expected(MemoryImage image, int piece) {
        byte[] stream = image.stream()
        def out = new ByteArrayOutputStream()
        for (int at = 0; at < stream.length; at += piece) {
            def sha1 = MessageDigest.getInstance('SHA-1')
            sha1.update(stream, at, Math.min(piece, stream.length - at))
            out.writeBytes(sha1.digest())
        }
        out.toByteArray()
    }

    private static List<String> hashThreads() {
        Thread.allStackTraces.keySet()*.name.findAll { it.startsWith('ezio-hash-') }
    }
}
