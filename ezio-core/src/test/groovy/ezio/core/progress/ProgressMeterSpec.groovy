package ezio.core.progress

import java.time.Duration
import spock.lang.Specification

class ProgressMeterSpec extends Specification {

    static final long MS = 1_000_000L

    List<Progress> reports = []
    long now = 5_000 * MS
    def meter = new ProgressMeter('hashing /dev/sda2', 10_000, { reports << it }, { now })

    def "reports five times a second at most"() {
        when:
        100.times {
            now += 10 * MS
            meter.add(1)
        }

        then:
        reports*.doneBytes() == [20, 40, 60, 80, 100]
        reports.every { it.what() == 'hashing /dev/sda2' && it.totalBytes() == 10_000 }
    }

    def "always reports the end"() {
        when:
        now += 10 * MS
        meter.add(9_999)
        meter.add(1)

        then:
        reports*.doneBytes() == [10_000]
        reports[0].fraction() == 1d
        reports[0].timeLeft() == Optional.of(Duration.ZERO)
    }

    def "tells rate and time left"() {
        when:
        now += 500 * MS
        meter.add(1_000)

        then:
        reports[0].rate().bytesPerSecond() == 2_000d
        reports[0].timeLeft() == Optional.of(Duration.ofMillis(4_500))
        reports[0].fraction() == 0.1d
    }

    def "the rate follows the last seconds"() {
        when: 'five seconds at 1000 bytes a second, then five at 100'
        10.times {
            now += 500 * MS
            meter.add(500)
        }
        10.times {
            now += 500 * MS
            meter.add(50)
        }

        then:
        reports[9].rate().bytesPerSecond() == 1_000d
        reports[19].rate().bytesPerSecond() > 100
        reports[19].rate().bytesPerSecond() < 300
    }

    def "says nothing about the time left before it knows a rate"() {
        expect:
        meter.progress().timeLeft() == Optional.empty()
        meter.progress().doneBytes() == 0
    }

    def "nothing to do is done"() {
        expect:
        new ProgressMeter('x', 0, ProgressListener.NONE, { now }).progress().fraction() == 1d
    }

    def "counts what several threads add"() {
        when:
        (1..4).collect { Thread.start { 2_500.times { meter.add(1) } } }*.join()

        then:
        meter.progress().doneBytes() == 10_000
        reports.last().doneBytes() == 10_000
    }
}
