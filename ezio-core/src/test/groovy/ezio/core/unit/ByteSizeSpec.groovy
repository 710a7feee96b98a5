package ezio.core.unit

import spock.lang.Specification

class ByteSizeSpec extends Specification {

    def "prints #bytes bytes as #text"() {
        expect:
        ByteSize.print(bytes) == text

        where:
        bytes            || text
        0                || '0 B'
        1023             || '1023 B'
        1024             || '1 KiB'
        16L << 20        || '16 MiB'
        1536L << 20      || '1.5 GiB'
        (1L << 20) - 1   || '1 MiB'
        Long.MAX_VALUE   || '8 EiB'
    }

    def "reads '#text' as #bytes bytes"() {
        expect:
        ByteSize.parse(text).bytes() == bytes

        where:
        text       || bytes
        '262144'   || 262144
        '512B'     || 512
        '16MiB'    || 16L << 20
        '16 MiB'   || 16L << 20
        '16m'      || 16L << 20
        '1.5 GiB'  || 1536L << 20
        '2GB'      || 2L << 30
    }

    def "refuses '#text' as a size"() {
        when:
        ByteSize.parse(text)

        then:
        thrown(IllegalArgumentException)

        where:
        text << ['', 'x', '-1', '1.5', '1 KiB MiB', '99999999999G', '0.3K', '1e3']
    }
}
