package ezio.core.swarm.policy

import spock.lang.Specification

class RateMeterSpec extends Specification {

    static final long SECOND = 1_000_000_000L

    def "the rate is that of the last seconds, and zero after a while of nothing"() {
        given:
        def meter = new RateMeter(0)

        when:
        (1..80).each { meter.add(1000, it * SECOND.intdiv(8)) }

        then:
        meter.totalBytes() == 80_000
        Math.abs(meter.rate(10 * SECOND).bytesPerSecond() - 8000) < 500
        meter.rate(20 * SECOND).bytesPerSecond() == 0
    }

    def "a start does not look faster than it is"() {
        given:
        def meter = new RateMeter(100 * SECOND)
        meter.add(1000, 100 * SECOND + 1)

        expect:
        meter.rate(100 * SECOND + 1).bytesPerSecond() <= 4000
    }
}
