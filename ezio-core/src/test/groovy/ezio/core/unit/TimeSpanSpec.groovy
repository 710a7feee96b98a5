package ezio.core.unit

import java.time.Duration
import spock.lang.Specification

class TimeSpanSpec extends Specification {

    def "reads '#text' as #millis ms"() {
        expect:
        TimeSpan.parse(text).toMillis() == millis

        where:
        text        || millis
        '90s'       || 90_000
        '0s'        || 0
        '500ms'     || 500
        '10m'       || 600_000
        '10 min'    || 600_000
        '1h30m'     || 5_400_000
        '1h 30m 5s' || 5_405_000
        '2 hours'   || 7_200_000
        '2D'        || 172_800_000
    }

    def "refuses '#text' as a duration"() {
        when:
        TimeSpan.parse(text)

        then:
        def e = thrown(IllegalArgumentException)
        e.message == "\"$text\" is not a duration; write 90s, 10m, 1h30m or 2d"

        where:
        text << ['', '10', 'm', '-5s', '1.5h', '5x', '5s x', 's5', '1h-5m', '9999999999s']
    }

    def "prints #millis ms as '#taken', '#rounded' and '#clock'"() {
        given:
        def duration = Duration.ofMillis(millis)

        expect:
        TimeSpan.print(duration) == taken
        TimeSpan.printRounded(duration) == rounded
        TimeSpan.printClock(duration) == clock

        where:
        millis      || taken      | rounded  | clock
        0           || '0.0 s'    | '0 s'    | '0:00'
        400         || '0.4 s'    | '400 ms' | '0:00'
        9_949       || '9.9 s'    | '9 s'    | '0:09'
        9_950       || '10 s'     | '9 s'    | '0:09'
        47_400      || '47 s'     | '47 s'   | '0:47'
        59_600      || '1 m 00 s' | '59 s'   | '0:59'
        123_000     || '2 m 03 s' | '2 min'  | '2:03'
        3_723_000   || '1 h 02 m' | '62 min' | '1:02:03'
        183_600_000 || '2 d 03 h' | '2 days' | '51:00:00'
    }
}
