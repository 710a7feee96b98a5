package ezio.core.swarm.policy

import ezio.core.swarm.policy.RequestPlan.Block
import spock.lang.Specification

class RequestPlanSpec extends Specification {

    static final int KIB = 1024
    static final int UNIT = 16 * KIB
    static final int PIECE = 64 * KIB
    static final long LATE = 1_000_000_000L

    def open = []
    boolean hasMemory = true
    RequestPlan.Opener opener = { int piece ->
        if (hasMemory) {
            open << piece
        }
        hasMemory
    }

    static BitSet bits(int... pieces) {
        def bits = new BitSet()
        pieces.each { bits.set(it) }
        bits
    }

    RequestPlan<String> plan(int pieces, long totalBytes = (long) pieces * PIECE, BitSet held = new BitSet()) {
        new RequestPlan<String>(new PieceChoice(pieces, new Random(1), true), PIECE, totalBytes, held)
    }

    Optional<Block> next(RequestPlan<String> plan, String peer, BitSet has, int most = UNIT, long now = 0) {
        plan.next(peer, has, [:], most, false, now, opener)
    }

    def "a peer is asked for a piece in order, so that the hash can follow"() {
        given:
        def plan = plan(2)

        expect:
        (0..<4).collect { next(plan, 'a', bits(0, 1)).get() } == (0..<4).collect { new Block(0, it * UNIT, UNIT) }
        next(plan, 'a', bits(0, 1)).get() == new Block(1, 0, UNIT)
        plan.outstandingBytes('a') == 5 * UNIT
        plan.requestCount('a') == 5
    }

    def "blocks of #most bytes are cut at the piece's end and stay inside their stretch"() {
        given:
        def plan = plan(1, PIECE - 1)

        expect:
        blocks.every { next(plan, 'a', bits(0), most).get() == it }
        next(plan, 'a', bits(0), most).isEmpty()

        where:
        most     || blocks
        UNIT     || [new Block(0, 0, UNIT), new Block(0, UNIT, UNIT), new Block(0, 2 * UNIT, UNIT), new Block(0, 3 * UNIT, UNIT - 1)]
        2 * UNIT || [new Block(0, 0, 2 * UNIT), new Block(0, 2 * UNIT, 2 * UNIT - 1)]
        8 * UNIT || [new Block(0, 0, PIECE - 1)]
    }

    def "two peers fetch different pieces while there are any, then help each other"() {
        given:
        def plan = plan(2)

        expect:
        next(plan, 'a', bits(0, 1)).get().piece() == 0
        next(plan, 'b', bits(0, 1)).get().piece() == 1
        3.times { assert next(plan, 'a', bits(0, 1)).get().piece() == 0 }
        next(plan, 'a', bits(0, 1)).get() == new Block(1, UNIT, UNIT)
    }

    def "without memory no piece is begun, but open ones go on"() {
        given:
        def plan = plan(2)
        next(plan, 'a', bits(0, 1))
        hasMemory = false

        expect:
        next(plan, 'b', bits(0, 1)).get() == new Block(0, UNIT, UNIT)
        next(plan, 'b', bits(1)).isEmpty()
        open == [0]
    }

    def "a piece that somebody left is taken up before a new one is begun"() {
        given:
        def plan = plan(2)
        2.times { next(plan, 'a', bits(0, 1)) }
        plan.peerWent('a')

        expect:
        next(plan, 'b', bits(0, 1)).get() == new Block(0, 0, UNIT)
    }

    def "a block is taken once: #why"() {
        given:
        def plan = plan(1)
        def block = next(plan, 'a', bits(0)).get()
        3.times { next(plan, 'a', bits(0)) }
        def again = next(plan, 'b', bits(0), UNIT, LATE).get()

        expect:
        again == block
        story.call(plan, block)

        where:
        why                                               | story
        'the second is thrown away while the first comes' | { p, b -> p.begins('a', b) && !p.begins('b', b) }
        'the second is thrown away when the first came'   | { p, b -> p.begins('a', b) && p.arrived('a', b, false) == ['b'] && !p.begins('b', b) }
        'the first may die and the second is taken'       | { p, b -> p.begins('a', b); p.peerWent('a'); p.begins('b', b) }
    }

    def "a block that was not asked for is not taken"() {
        given:
        def plan = plan(2)
        next(plan, 'a', bits(0))

        expect:
        !plan.begins('a', new Block(0, UNIT, UNIT))
        !plan.begins('b', new Block(0, 0, UNIT))
        !plan.begins('a', new Block(1, 0, UNIT))
        !plan.begins('a', new Block(0, 0, UNIT - 1))
        plan.begins('a', new Block(0, 0, UNIT))
    }

    def "a large block is thrown away when a part of it came from elsewhere"() {
        given:
        def plan = plan(1)
        def large = next(plan, 'a', bits(0), PIECE).get()
        def small = next(plan, 'b', bits(0), UNIT, LATE).get()
        plan.begins('b', small)
        plan.arrived('b', small, false)

        expect:
        !plan.begins('a', large)
        plan.arrived('a', large, false) == []

        and: 'what it would have brought is asked for again'
        next(plan, 'a', bits(0), PIECE).get() == new Block(0, UNIT, 3 * UNIT)
    }

    def "only what is late is asked of a second peer, and of no third"() {
        given:
        def plan = plan(1)
        4.times { next(plan, 'a', bits(0)) }

        expect:
        next(plan, 'b', bits(0), UNIT, 1000).isEmpty()
        next(plan, 'b', bits(0), UNIT, LATE).get() == new Block(0, 0, UNIT)
        next(plan, 'c', bits(0), UNIT, LATE).get() == new Block(0, UNIT, UNIT)
    }

    def "what a silent peer owes is given to others, and still taken if it comes"() {
        given:
        def plan = plan(1)
        def block = next(plan, 'a', bits(0)).get()

        when:
        plan.releaseRequests('a')

        then:
        plan.outstandingBytes('a') == 0
        plan.oldestRequestNs('a').isEmpty()
        next(plan, 'b', bits(0)).get() == block
        plan.begins('a', block)
        plan.arrived('a', block, false) == ['b']
    }

    def "a piece that did not have its hash is fetched again, and its senders are known"() {
        given:
        def plan = plan(1)
        ['a', 'b', 'a', 'b'].each { peer ->
            def block = next(plan, peer, bits(0)).get()
            plan.begins(peer, block)
            plan.arrived(peer, block, false)
        }

        expect:
        plan.isComplete(0)
        plan.pieceRejected(0) == new RequestPlan.Suspects(['a', 'b'] as Set, [] as Set)
        next(plan, 'c', bits(0)).get() == new Block(0, 0, UNIT)
    }

    def "nothing is asked of a spared seeder that another target has or fetches"() {
        given:
        def choice = new PieceChoice(2, new Random(1), true)
        def plan = new RequestPlan<String>(choice, PIECE, 2L * PIECE, new BitSet())
        choice.targetGained(0)

        expect:
        plan.next('seeder', bits(0, 1), [:], PIECE, true, 0, opener).get() == new Block(1, 0, PIECE)
        plan.next('seeder', bits(0, 1), [:], PIECE, true, LATE, opener).isEmpty()
        plan.next('seeder', bits(0, 1), [:], PIECE, false, LATE, opener).get() == new Block(0, 0, PIECE)

        when:
        choice.targetGained(1)
        choice.targetLost(1)

        then:
        choice.choose(bits(0, 1), bits(1), true) == 1
    }

    def "what was begun with a spared seeder is not gone on with when another target has it"() {
        given:
        def choice = new PieceChoice(1, new Random(1), true)
        def plan = new RequestPlan<String>(choice, PIECE, PIECE, new BitSet())
        plan.next('seeder', bits(0), [:], UNIT, true, 0, opener)
        plan.peerWent('seeder')
        choice.targetGained(0)

        expect:
        plan.next('seeder', bits(0), [:], UNIT, true, 0, opener).isEmpty()
        plan.next('target', bits(0), [:], UNIT, false, 0, opener).get() == new Block(0, 0, UNIT)
    }

    def "what is held is not fetched, and a peer that has nothing else is of no interest"() {
        given:
        def plan = plan(2, 2L * PIECE, bits(0))

        expect:
        !plan.isInteresting(bits(0))
        plan.isInteresting(bits(0, 1))
        next(plan, 'a', bits(0)).isEmpty()
        next(plan, 'a', bits(0, 1)).get().piece() == 1
        plan.isInteresting(bits(1))
    }

    def "whatever the peers do, every block arrives once (seed #seed)"() {
        given: 'peers that deliver, go silent, leave, choke and come back'
        def random = new Random(seed)
        int pieces = 5
        long total = pieces * PIECE - 5000
        def plan = new RequestPlan<String>(new PieceChoice(pieces, random, false), PIECE, total, new BitSet())
        def all = bits(*(0..<pieces))
        def owed = [:].withDefault { [] }
        def taken = [:].withDefault { new BitSet() }
        def done = new BitSet()
        long now = 0

        when:
        for (int step = 0; step < 20_000 && done.cardinality() < pieces; step++) {
            now += 50_000_000
            String peer = 'abc'[random.nextInt(3)]
            int what = random.nextInt(20)
            if (what < 8) {
                plan.next(peer, all, [:], [UNIT, 2 * UNIT, 8 * UNIT][random.nextInt(3)], false, now, opener).ifPresent { owed[peer] << it }
            } else if (what < 17 && owed[peer]) {
                Block block = owed[peer].remove(0)
                if (plan.begins(peer, block)) {
                    def units = taken[block.piece()]
                    int first = block.offsetBytes().intdiv(UNIT)
                    int end = (block.offsetBytes() + block.lengthBytes() + UNIT - 1).intdiv(UNIT)
                    assert units.get(first, end).isEmpty()
                    units.set(first, end)
                }
                plan.arrived(peer, block, false).each { other ->
                    plan.forget(other, block)
                    owed[other].remove(block)
                }
                if (plan.isComplete(block.piece())) {
                    plan.pieceVerified(block.piece())
                    done.set(block.piece())
                }
            } else if (what == 17) {
                plan.releaseRequests(peer)
            } else if (what == 18) {
                plan.peerWent(peer)
                owed[peer].clear()
            }
        }

        then:
        done.cardinality() == pieces
        taken.every { piece, units -> units.cardinality() == 4 }

        where:
        seed << (1..40)
    }
}
