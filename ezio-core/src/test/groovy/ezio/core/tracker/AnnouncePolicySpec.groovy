package ezio.core.tracker

import java.time.Duration
import spock.lang.Specification

class AnnouncePolicySpec extends Specification {

    def "#peers peers, the last one came #seconds s ago: announce again after #interval s"() {
        expect:
        AnnouncePolicy.defaults().interval(peers, Duration.ofSeconds(seconds).toNanos()).toSeconds() == interval

        where:
        peers  | seconds || interval
        0      | 0       || 5
        1      | 3600    || 5
        8      | 3600    || 5
        9      | 59      || 5
        9      | 60      || 60
        500    | 0       || 5
        1000   | 0       || 10
        5000   | 0       || 50
        20_000 | 0       || 60
        1000   | 61      || 60
    }

    def "refuses #why"() {
        when:
        new AnnouncePolicy(Duration.ofMillis(gathering), Duration.ofSeconds(settled), Duration.ofSeconds(timeout))

        then:
        def refused = thrown(IllegalArgumentException)
        refused.message == message

        where:
        why                     | gathering | settled | timeout || message
        'no pause'              | 999       | 60      | 720     || 'announce intervals PT0.999S and PT1M: the first has to be a second or more, the second not below the first'
        'longer while gathering' | 61000    | 60      | 720     || 'announce intervals PT1M1S and PT1M: the first has to be a second or more, the second not below the first'
        'an early time-out'     | 5000      | 60      | 119     || 'peer time-out PT1M59S is below two intervals of PT1M'
    }
}
