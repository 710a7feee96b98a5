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
}
