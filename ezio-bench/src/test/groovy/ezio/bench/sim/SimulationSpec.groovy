package ezio.bench.sim

import ezio.core.swarm.policy.PieceGrid
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(120)
class SimulationSpec extends Specification {

    static final int MIB = 1 << 20
    static final double RATE = 200e6 / 8

    static Scenario scenario(int targets, Trouble trouble, long seed = 1, int mib = 64, int pieceMib = 1) {
        Scenario.usual(targets, new PieceGrid(pieceMib * MIB, (long) mib * MIB), RATE, trouble, seed)
    }

    static final Map<List, List<Outcome>> THREE_RUNS = [:]

    /** The median of three runs, which are not made again for another figure. */
    static double median(int targets, Trouble trouble, int mib, int pieceMib, Closure<Double> figure) {
        def outcomes = THREE_RUNS.computeIfAbsent([targets, trouble, mib, pieceMib]) {
            (1L..3L).collect { seed -> Simulation.run(scenario(targets, trouble, seed, mib, pieceMib)) }
        }
        assert outcomes.every { it.incomplete() == 0 }
        outcomes.collect(figure).sort()[1]
    }

    def "one target takes what its link allows"() {
        when:
        def outcome = Simulation.run(scenario(1, Trouble.NONE, 1, 256))

        then:
        outcome.last() > 1.047
        outcome.last() < 1.06
        outcome.copies() == 1
        outcome.wasted() == 0
    }

    def "#targets targets with pieces of #pieceMib MiB take no more than #most, the seeder sends no more than #copies copies"() {
        expect:
        median(targets, Trouble.NONE, mib, pieceMib, { it.last() }) < most
        median(targets, Trouble.NONE, mib, pieceMib, { it.copies() }) < copies

        where:
        targets | mib | pieceMib || most | copies
        2       | 256 | 1        || 1.07 | 1.02
        4       | 256 | 1        || 1.10 | 1.05
        8       | 256 | 1        || 1.15 | 1.10
        32      | 128 | 1        || 1.55 | 1.30
        2       | 512 | 16       || 1.08 | 1.05
        4       | 512 | 16       || 1.09 | 1.05
        8       | 512 | 16       || 1.12 | 1.05
    }

    def "the same scenario gives the same outcome, another seed another one"() {
        expect:
        Simulation.run(scenario(8, trouble, 3)) == Simulation.run(scenario(8, trouble, 3))
        Simulation.run(scenario(8, trouble, 3)) != Simulation.run(scenario(8, trouble, 4))

        where:
        trouble << Trouble.values()
    }

    def "bytes are conserved: targets use the image once each, all of it was sent, and no link is faster than it is"() {
        given:
        def simulation = new Simulation(scenario(6, Trouble.NONE))

        when:
        def outcome = simulation.run()

        then:
        simulation.targets().every { it.traffic().takenBytes() == 64L * MIB && it.traffic().receivedBytes() >= 64L * MIB }
        simulation.machines().sum { it.traffic().sentBytes() } >= simulation.targets().sum { it.traffic().receivedBytes() }
        simulation.machines().every { it.up().busyNs() <= outcome.seconds() * 1e9 + 1e7 }
        outcome.copies() >= 1
        outcome.last() > 1.047
    }

    def "with trouble #trouble the others take no more than #most times as long"() {
        expect:
        double plain = median(8, Trouble.NONE, 256, 1, { it.last() })
        median(8, trouble, 256, 1, { it.last() }) < plain * most

        where:
        trouble           | most
        Trouble.SLOW_DISK | 1.10
        Trouble.SLOW_LINK | 1.15
        Trouble.DYING     | 1.60
    }

    def "who joins when half is done completes in its own time"() {
        expect:
        median(8, Trouble.LATE, 256, 1, { it.last() }) < 1.25
    }

    def "no target stalls in 100 runs that all begin in the same moment"() {
        expect:
        (1L..100L).every { seed ->
            def outcome = Simulation.run(scenario(4, Trouble.NONE, seed, 32))
            assert outcome.incomplete() == 0
            assert outcome.last() < 2
            true
        }
    }

    def "no target stalls that is handed parts of pieces by others, with trouble #trouble"() {
        expect:
        (1L..4L).every { seed -> Simulation.run(scenario(5, trouble, seed, 64, 16)).incomplete() == 0 }

        where:
        trouble << Trouble.values()
    }

    def "events come in the order of their time, and of their asking at the same time"() {
        given:
        def events = new EventQueue()
        def seen = []

        when:
        [30, 10, 20, 10, 30].eachWithIndex { time, i -> events.at(time, { seen << [events.nowNs(), i] }) }
        events.at(15, { events.after(-100, { seen << [events.nowNs(), 'past'] }) })
        while (events.runNext()) {
        }

        then:
        seen == [[10, 1], [10, 3], [15, 'past'], [20, 2], [30, 0], [30, 4]]
        events.count() == 7
    }
}
