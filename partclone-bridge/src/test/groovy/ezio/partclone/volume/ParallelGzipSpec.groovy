package ezio.partclone.volume

import ezio.partclone.Tools
import java.util.zip.GZIPInputStream
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(60)
class ParallelGzipSpec extends Specification {

    static final int PART = ParallelGzip.PART_BYTES

    private static byte[] random(int length) {
        byte[] bytes = new byte[length]
        new Random(length).nextBytes(bytes)
        bytes
    }

    private static byte[] pack(byte[] content, int level, int threads) {
        def out = new ByteArrayOutputStream()
        new ParallelGzip(out, level, threads).withCloseable { gzip ->
            // Steps that fit no part.
            for (int at = 0; at < content.length; at += 100_003) {
                gzip.write(content, at, Math.min(100_003, content.length - at))
            }
        }
        out.toByteArray()
    }

    private static List<Thread> threads() {
        Thread.allStackTraces.keySet().findAll { it.name == 'ezio-gzip' }.toList()
    }

    def "gzip and Java unpack #what, packed by #threads"() {
        when:
        byte[] packed = pack(content, level, threads)

        then:
        Tools.digest { Tools.pipe(packed, ['gzip', '-d', '-c']) } == Tools.digest { content }
        Tools.digest { new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes() } == Tools.digest { content }
        packed.length <= most

        where:
        what                       | content                      | level | threads || most
        'nothing'                  | new byte[0]                  | 1     | 2       || 20
        'a byte'                   | [7] as byte[]                | 9     | 1       || 40
        'what fills parts exactly' | random(4 * PART)             | 1     | 2       || 4 * PART + 4 * PART / 100
        'what cannot be packed'    | random(9 * PART + 4711)      | 9     | 3       || 10 * PART
        'what is packed well'      | Tools.content(5 * PART + 17) | 6     | 3       || 3 * PART
    }

    def "it is one member, and a byte that is wrong is found"() {
        given:
        byte[] packed = pack(Tools.content(3 * PART), 1, 2)
        packed[packed.length - 6] ^= 1

        when:
        new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes()

        then:
        thrown(IOException)
    }

    def "a stream that fails says so, and no thread stays"() {
        given:
        def before = threads()
        int room = 2 * PART
        def gzip = new ParallelGzip(new OutputStream() {
            @Override
            void write(int value) {
                throw new UnsupportedOperationException()
            }

            @Override
            void write(byte[] bytes, int offset, int length) throws IOException {
                room -= length
                if (room < 0) {
                    throw new IOException('No space left on device')
                }
            }
        }, 1, 2)

        when:
        gzip.withCloseable { it.write(random(20 * PART)) }

        then:
        def failure = thrown(IOException)
        failure.message == 'No space left on device'
        new spock.util.concurrent.PollingConditions(timeout: 20).eventually {
            assert threads() - before == []
        }
    }
}
