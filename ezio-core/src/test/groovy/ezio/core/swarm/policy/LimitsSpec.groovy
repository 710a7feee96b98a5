package ezio.core.swarm.policy

import ezio.core.unit.Rate
import java.time.Duration
import spock.lang.Specification

class LimitsSpec extends Specification {

    static final long SECOND = 1_000_000_000L
    static final long MS = 1_000_000L
    static final int KIB = 1 << 10
    static final int MIB = 1 << 20

    def "#rate bytes a second go in blocks of #block, looked after every #everyMs ms: within 3 % after #seconds s"() {
        given:
        def bucket = new TokenBucket(new Rate(rate), 0)
        long sent = 0

        when:
        for (long now = 0; now < seconds * SECOND; now += everyMs * MS) {
            while (bucket.isOpen(now)) {
                bucket.take(block, now)
                sent += block
            }
        }

        then:
        Math.abs(sent / (double) seconds / rate - 1) < 0.03

        where:
        rate      | block     | everyMs | seconds
        100 * KIB | 16 * KIB  | 1       | 6
        MIB       | 16 * KIB  | 7       | 5
        MIB       | 128 * KIB | 7       | 5
        100 * MIB | 128 * KIB | 1       | 2
        100 * MIB | 128 * KIB | 15      | 5
        100 * MIB | 16 * KIB  | 3       | 5
    }

    def "it is open again exactly when the debt is paid"() {
        given:
        def bucket = new TokenBucket(new Rate(MIB), 0)

        when:
        bucket.take(MIB.intdiv(2), 0)

        then:
        bucket.waitNs(0) == 500 * MS
        !bucket.isOpen(500 * MS - 1000)
        bucket.isOpen(500 * MS)
        bucket.waitNs(500 * MS) == 0
    }

    def "an idle minute is not made up for"() {
        given:
        def bucket = new TokenBucket(new Rate(MIB), 0)
        long now = 60 * SECOND
        long sent = 0

        when:
        while (bucket.isOpen(now)) {
            bucket.take(16 * KIB, now)
            sent += 16 * KIB
        }

        then:
        sent <= 0.02 * MIB + 16 * KIB
    }

    def "another rate holds from now on, for the debt too"() {
        given:
        def bucket = new TokenBucket(new Rate(MIB), 0)
        bucket.take(MIB, 0)

        when:
        bucket.setRate(new Rate(2 * MIB), 500 * MS)

        then:
        bucket.waitNs(500 * MS) == 250 * MS
    }

    def "without a limit everything goes, and no debt is left when one is set"() {
        given:
        def bucket = new TokenBucket(Rate.ZERO, 0)
        10.times { bucket.take(MIB, it) }

        expect:
        bucket.isUnlimited()
        bucket.isOpen(10)
        bucket.waitNs(10) == 0

        when:
        bucket.setRate(new Rate(MIB), 11)

        then:
        bucket.isOpen(11)
    }

    def "those who wait go in turn, and together keep to the rate"() {
        given:
        def share = new FairShare<String>(new TokenBucket(new Rate(MIB), 0))
        def taken = [a: 0, b: 0, c: 0]
        def go = { String who, long now ->
            if (share.mayTake(who, now)) {
                share.take(who, 16 * KIB, now)
                taken[who]++
            }
        }

        when: 'everybody tries all the time, and is told when it is its turn'
        for (long now = 0; now < 10 * SECOND; now += 5 * MS) {
            taken.keySet().each { go(it, now) }
            for (def who = share.next(now); who.present; who = share.next(now)) {
                go(who.get(), now)
            }
        }

        then:
        taken.values().max() - taken.values().min() <= 1
        Math.abs(taken.values().sum() * 16 * KIB / (10.0 * MIB) - 1) < 0.03
    }

    def "who comes while others wait does not go before them"() {
        given:
        def share = new FairShare<String>(new TokenBucket(new Rate(MIB), 0))

        when:
        assert share.mayTake('first', 0)
        share.take('first', MIB, 0)

        then:
        !share.mayTake('second', 0)
        share.isAwaited()
        !share.mayTake('third', 2 * SECOND)

        and: 'the turn is of the second alone, until it is over'
        share.next(2 * SECOND) == Optional.of('second')
        !share.mayTake('third', 2 * SECOND)
        share.mayTake('second', 2 * SECOND)
        share.next(2 * SECOND) == Optional.of('third')
        share.next(2 * SECOND) == Optional.empty()
        !share.isAwaited()
    }

    def "who goes holds nobody up"() {
        given:
        def share = new FairShare<String>(new TokenBucket(new Rate(MIB), 0))
        share.take('first', MIB, 0)
        ['second', 'third'].each { share.mayTake(it, 0) }

        when:
        share.forget('second')

        then:
        share.next(SECOND) == Optional.of('third')

        when:
        share.forget('third')

        then:
        share.mayTake('fourth', SECOND)
    }

    def "slow start after #seconds s with a period of #period s and a limit of #limit MiB/s: #expected MiB/s"() {
        expect:
        SlowStart.limit(seconds * SECOND, Duration.ofSeconds(period), new Rate(limit * MIB)) ==
                new Rate(expected * MIB)

        where:
        seconds | period | limit || expected
        0       | 10     | 0     || 10
        9       | 10     | 0     || 10
        10      | 10     | 0     || 20
        99      | 10     | 0     || 100
        100     | 10     | 0     || 0
        100     | 10     | 300   || 300
        25      | 10     | 25    || 25
        15      | 10     | 25    || 20
        3       | 1      | 0     || 40
        0       | 0      | 0     || 0
        0       | 0      | 5     || 5
    }

    def "with a limit of #limit bytes a second #slots of 16 slots are used"() {
        expect:
        UploadSlots.count(16, new Rate(limit)) == slots

        where:
        limit     || slots
        0         || 16
        2 * KIB   || 1
        100 * KIB || 6
        256 * KIB || 16
        100 * MIB || 16
    }

    def "at #limit bytes a second blocks have #bytes bytes"() {
        expect:
        BlockLength.bytes(new Rate(limit), 128 * KIB) == bytes

        where:
        limit     || bytes
        0         || 128 * KIB
        1         || 16 * KIB
        100 * KIB || 16 * KIB
        600 * KIB || 32 * KIB
        2 * MIB   || 128 * KIB
        MIB * 100 || 128 * KIB
    }
}
