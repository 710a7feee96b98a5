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

    def "a block is the same as one with the same piece, offset and length, and as no other"() {
        given:
        def block = new Block(3, UNIT, UNIT)

        expect:
        block == new Block(3, UNIT, UNIT)
        block.hashCode() == new Block(3, UNIT, UNIT).hashCode()
        [new Block(2, UNIT, UNIT), new Block(3, 0, UNIT), new Block(3, UNIT, 2 * UNIT), null, 'block'].every { block != it }
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

    static final int PART = Parts.LENGTH_BYTES
    static final int LARGE = 8 * PART

    /** The next block of piece 0 or 1, large pieces that a target fetches or has. */
    Optional<Block> nextPart(RequestPlan<String> plan, BitSet has, Map<Integer, BitSet> parts) {
        plan.next('a', has, parts, UNIT, false, 0, opener)
    }

    RequestPlan<String> largePlan(PieceChoice choice, int pieceBytes, long totalBytes) {
        new RequestPlan<String>(choice, pieceBytes, totalBytes, new BitSet())
    }

    def "several targets begin with different parts of a large piece that #who"() {
        given:
        def firsts = (1..30).collect { seed ->
            def choice = new PieceChoice(1, new Random(seed * 1_000_003L), true)
            if (isTouched) {
                choice.targetGained(0)
            }
            nextPart(largePlan(choice, LARGE, LARGE), has, parts).get().offsetBytes()
        } as Set

        expect:
        firsts.every { it % PART == 0 }
        firsts.size() >= least
        firsts.size() <= most

        where:
        who                              | isTouched | has     | parts             || least | most
        'other targets have parts of'    | true      | bits()  | [0: bits(*0..<8)] || 5     | 8
        'other targets have or fetch'    | true      | bits(0) | [:]               || 5     | 8
        'only a seeder has'              | false     | bits(0) | [:]               || 1     | 1
    }

    def "exactly what is in the parts is asked for, and a part that was begun goes on"() {
        given:
        def plan = largePlan(new PieceChoice(1, new Random(seed), true), LARGE, LARGE)
        def blocks = []

        when:
        for (def next = nextPart(plan, bits(), [0: bits(1, 4, 7)]); next.present; next = nextPart(plan, bits(), [0: bits(1, 4, 7)])) {
            blocks << next.get()
        }
        def byPart = blocks*.offsetBytes().collate(16)

        then:
        byPart.every { offsets -> offsets == (0..<16).collect { offsets[0] + it * UNIT } }
        byPart*.get(0) as Set == [1, 4, 7].collect { it * PART } as Set
        byPart.size() == 3

        where:
        seed << (1..8)
    }

    def "the last part of #what is shorter"() {
        given:
        def plan = largePlan(new PieceChoice(2, new Random(1), true), pieceBytes, totalBytes)
        def all = [(piece): bits(part)]

        expect:
        nextPart(plan, bits(), all).get() == new Block(piece, part * PART, UNIT)
        nextPart(plan, bits(), all).get() == new Block(piece, part * PART + UNIT, 3616)
        nextPart(plan, bits(), all).empty

        where:
        what                  | pieceBytes    | totalBytes               | piece | part
        'the last piece'      | LARGE         | LARGE + 2 * PART + 20000 | 1     | 2
        'a piece of odd size' | LARGE + 20000 | 2L * (LARGE + 20000)     | 0     | 8
    }

    def "all of a last shorter piece is asked of a target that has it"() {
        given:
        def choice = new PieceChoice(2, new Random(seed), true)
        choice.targetGained(1)
        def plan = largePlan(choice, LARGE, LARGE + 2L * PART + 20000)
        def blocks = []

        when:
        for (def next = nextPart(plan, bits(1), [:]); next.present; next = nextPart(plan, bits(1), [:])) {
            blocks << next.get()
        }

        then:
        blocks.every { it.piece() == 1 }
        blocks*.offsetBytes().sort() == (0..<34).collect { it * UNIT }
        blocks*.lengthBytes().sum() == 2 * PART + 20000

        where:
        seed << (1..5)
    }

    def "a piece is fetched to its end when who handed on parts of it #what"() {
        given:
        def plan = largePlan(new PieceChoice(1, new Random(1), true), LARGE, LARGE)
        def asked = (1..3).collect { nextPart(plan, bits(), [0: bits(2)]).get() }
        plan.begins('a', asked[0])
        plan.arrived('a', asked[0], true)

        when:
        end.call(plan)
        def rest = 0
        for (def next = next(plan, 'b', bits(0)); next.present; next = this.next(plan, 'b', bits(0))) {
            rest += next.get().lengthBytes()
            assert plan.begins('b', next.get())
            plan.arrived('b', next.get(), false)
        }

        then:
        rest == LARGE - UNIT
        plan.isComplete(0)
        plan.requestCount('a') == 0
        plan.pieceRejected(0) == new RequestPlan.Suspects(['b'] as Set, ['a'] as Set)

        where:
        what                           | end
        'goes'                         | { it.peerWent('a') }
        'has them no more'             | { assert it.leave('a', 0)*.offsetBytes() == [1, 2].collect { 2 * PART + it * UNIT } }
        'fell silent, and has no more' | { it.releaseRequests('a'); it.leave('a', 0) }
    }

    def "what is on its way from a peer that is left is still taken"() {
        given:
        def plan = plan(1)
        def blocks = (1..3).collect { next(plan, 'a', bits(0)).get() }
        plan.begins('a', blocks[0])

        expect:
        plan.leave('a', 0) == blocks.drop(1)
        plan.requestCount('a') == 1
        plan.outstandingBytes('a') == UNIT
        !plan.begins('a', blocks[1])

        when:
        plan.arrived('a', blocks[0], false)

        then:
        next(plan, 'b', bits(0)).get() == blocks[1]
        plan.outstandingBytes('a') == 0
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
