package ezio.partclone.volume

import spock.lang.Specification
import spock.lang.Timeout

@Timeout(60)
class PackedOutputSpec extends Specification {

    private static byte[] random(int length) {
        byte[] bytes = new byte[length]
        new Random(length).nextBytes(bytes)
        bytes
    }

    private static OutputStream failing() {
        new OutputStream() {
            @Override
            void write(int value) throws IOException {
                throw new IOException('No space left on device')
            }
        }
    }

    def "#compression at level #level does not pack what it is not asked to finish"() {
        given:
        def below = new ByteArrayOutputStream()
        def packed = compression.pack(below, level, threads)
        packed.write(random(length))
        int written = below.size()

        when:
        packed.close()

        then:
        below.size() == written
        written < length

        when: 'what was thrown away is thrown away once'
        packed.close()

        then:
        below.size() == written

        where:
        compression      | level | threads | length
        Compression.GZIP | 1     | 4       | 2 << 20
        Compression.ZSTD | 3     | 2       | 9 << 20
        Compression.ZSTD | 12    | 2       | 9 << 20
        Compression.ZSTD | 19    | 2       | 1 << 20
        Compression.LZ4  | 0     | 1       | 5 << 20
        Compression.XZ   | 0     | 1       | 1 << 20
    }

    def "a stream below that fails is told of, by #compression too, and closed after that without another word"() {
        given:
        Exception failure = null

        when:
        try {
            compression.pack(failing(), level, 2).withCloseable {
                it.write(random(1 << 20))
                it.finish()
            }
        } catch (IOException e) {
            failure = e
        }

        then:
        failure.message == 'No space left on device'
        failure.suppressed.length == 0

        where:
        compression      | level
        Compression.NONE | 0
        Compression.GZIP | 1
        Compression.ZSTD | 3
        Compression.LZ4  | 0
        Compression.XZ   | 0
    }
}
