package ezio.core.swarm.policy

import ezio.core.swarm.policy.RequestPlan.Block
import spock.lang.Specification

/** A large piece that did not have its hash, of which parts were handed on before. */
class RejectedPieceSpec extends Specification {

    static final long SECOND = 1_000_000_000L

    static BitSet bits(int... parts) {
        def bits = new BitSet()
        parts.each { bits.set(it) }
        bits
    }

    def "who handed parts on is not blamed for the piece, though it sent the rest when it had it"() {
        given:
        def plan = new RequestPlan<String>(new PieceChoice(1, new Random(1), true), 32 << 10, 32 << 10, new BitSet())
        def opener = { true } as RequestPlan.Opener
        2.times { plan.next('relay', bits(0), [:], 16 << 10, false, 0, opener) }
        [[0, true], [1, false]].each { unit, isEarly ->
            def block = new Block(0, unit * (16 << 10), 16 << 10)
            plan.begins('relay', block)
            plan.arrived('relay', block, isEarly)
        }

        expect:
        plan.pieceRejected(0) == new RequestPlan.Suspects<String>([] as Set, ['relay'] as Set)
    }

    def "what somebody still owes of it does not keep it from being fetched again"() {
        given: 'asked of two, in blocks of different lengths; the first one sends all'
        def plan = new RequestPlan<String>(new PieceChoice(1, new Random(1), true), 32 << 10, 32 << 10, new BitSet())
        def opener = { true } as RequestPlan.Opener
        def whole = new Block(0, 0, 32 << 10)
        assert plan.next('first', bits(0), [:], 32 << 10, false, 0, opener).get() == whole
        assert plan.next('second', bits(0), [:], 16 << 10, false, SECOND, opener).get() == new Block(0, 0, 16 << 10)
        plan.begins('first', whole)
        plan.arrived('first', whole, false)

        when:
        plan.pieceRejected(0)

        then:
        plan.outstandingBytes('second') == 0
        plan.oldestRequestNs('second').isEmpty()

        when: 'it is fetched again, and the second one leaves'
        def again = plan.next('first', bits(0), [:], 16 << 10, false, 2 * SECOND, opener).get()
        plan.peerWent('second')
        plan.peerWent('first')

        then: 'all of it can be asked for'
        again == new Block(0, 0, 16 << 10)
        plan.next('third', bits(0), [:], 32 << 10, false, 3 * SECOND, opener).get() == whole
    }
}
