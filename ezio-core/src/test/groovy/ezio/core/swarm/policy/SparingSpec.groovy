package ezio.core.swarm.policy

import spock.lang.Specification

class SparingSpec extends Specification {

    static final long SECOND = 1_000_000_000L
    static final long QUARTER = SECOND.intdiv(4)

    static class Peer extends SwarmPeer {
        Peer(boolean isSeeder) {
            super(0)
            this.isSeeder(isSeeder)
        }
    }

    def seeder = new Peer(true)
    def target = new Peer(false)
    def sparing = new Sparing(0)

    def "before anything arrived a seeder is spared for a second, counted from when it was first looked at"() {
        expect:
        sparing.isSpared(seeder, [seeder, target], { isEverythingBegun }, 9 * SECOND)
        sparing.isSpared(seeder, [seeder, target], { isEverythingBegun }, 10 * SECOND - 1)
        !sparing.isSpared(seeder, [seeder, target], { isEverythingBegun }, 10 * SECOND)

        where:
        isEverythingBegun << [false, true]
    }

    def "neither a target is spared nor a seeder that nobody else needs"() {
        expect:
        !sparing.isSpared(target, [seeder, target], { false }, 0)
        !sparing.isSpared(seeder, [seeder, new Peer(true)], { false }, 0)
    }

    def "all pieces are looked at only where it matters"() {
        given:
        (0..<4).each { sparing.arrived(2_500_000, it * QUARTER) }
        sparing.tick(SECOND - 1)

        expect:
        sparing.isSpared(seeder, [seeder, target], { throw new AssertionError() }, SECOND - 1)
    }

    def "with #percent % of the best second it is spared: #isSpared, in the end: #isSparedInTheEnd"() {
        given: 'a second at 10 MB/s, and one at less'
        sparing.isSpared(seeder, [seeder, target], { false }, 0)
        (0..<4).each { sparing.arrived(2_500_000, it * QUARTER) }
        sparing.tick(SECOND - 1)
        (4..<8).each { sparing.arrived(25_000 * percent, it * QUARTER) }

        expect:
        sparing.isSpared(seeder, [seeder, target], { false }, 2 * SECOND - 1) == isSpared
        sparing.isSpared(seeder, [seeder, target], { true }, 2 * SECOND - 1) == isSparedInTheEnd

        where:
        percent || isSpared | isSparedInTheEnd
        0       || false    | false
        25      || false    | false
        35      || true     | false
        75      || true     | false
        85      || true     | true
        100     || true     | true
    }
}
