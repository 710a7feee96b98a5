package ezio.core.unit

import java.time.Duration
import spock.lang.Specification

class RateSpec extends Specification {

    def "#bytes bytes in #time are #text"() {
        expect:
        Rate.of(bytes, time).toString() == text

        where:
        bytes       | time                  || text
        0           | Duration.ofSeconds(1) || '0 B/s'
        1000        | Duration.ofSeconds(2) || '500 B/s'
        3L << 20    | Duration.ofSeconds(2) || '1.5 MiB/s'
        1L << 30    | Duration.ofMillis(500) || '2 GiB/s'
        1000        | Duration.ZERO         || '0 B/s'
    }

    def "#bytes bytes at #rate bytes a second take #time"() {
        expect:
        new Rate(rate).timeFor(bytes) == time

        where:
        bytes | rate || time
        0     | 10   || Duration.ZERO
        0     | 0    || Duration.ZERO
        100   | 10   || Duration.ofSeconds(10)
        1     | 8    || Duration.ofMillis(125)
        1     | 0    || Duration.ofSeconds(Long.MAX_VALUE)
        -1    | 1    || Duration.ZERO
    }

    def "'#text' are #rate bytes a second"() {
        expect:
        Rate.parse(text).bytesPerSecond() == rate

        where:
        text        || rate
        '10MiB/s'   || 10 << 20
        '10 MiB'    || 10 << 20
        '100K'      || 100 << 10
        '1.5 GiB/s' || 1.5 * (1 << 30)
        '262144'    || 262144
        '512 B/S'   || 512
        '0'         || 0
    }

    def "'#text' is no rate"() {
        when:
        Rate.parse(text)

        then:
        def wrong = thrown(IllegalArgumentException)
        wrong.message == "\"$text\" is not a rate; write 10MiB/s, 100KiB/s or a number of bytes a second"

        where:
        text << ['fast', '100mbit', '-1', '/s', '', '10MiB/min', '99999999999GiB']
    }
}
