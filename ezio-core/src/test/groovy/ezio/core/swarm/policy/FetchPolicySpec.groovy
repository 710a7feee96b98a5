package ezio.core.swarm.policy

import ezio.core.swarm.policy.RequestPlan.Block
import spock.lang.Specification

class FetchPolicySpec extends Specification {

    static final long SECOND = 1_000_000_000L
    static final int PIECE = 1 << 20
    static final int BLOCK = SwarmPeer.LARGEST_BLOCK_BYTES

    static class Peer extends SwarmPeer {
        String name

        Peer(String name, boolean isSeeder) {
            super(0)
            this.name = name
            this.isSeeder(isSeeder)
            understandsClaims(true)
            sendsBlocksOf(BLOCK)
        }

        String toString() {
            name
        }
    }

    def said = []
    def asked = []
    FetchPolicy.Orders<Peer> orders = new FetchPolicy.Orders<Peer>() {
        boolean open(int piece) {
            true
        }

        void request(Peer peer, Block block) {
            asked << [peer, block]
        }

        void cancel(Peer peer, Block block) {
            said << ("cancel $peer" as String)
        }

        void claim(Peer to, int piece) {
            said << ("claim $to $piece" as String)
        }

        void tellParts(Peer to, Map<Integer, BitSet> parts) {
            said << ("parts $to $parts" as String)
        }

        void interest(Peer peer, boolean areWeInterested) {
            said << ("interest $peer $areWeInterested" as String)
        }

        void giveUp(Peer peer) {
            said << ("give up $peer" as String)
        }
    }
    def seeder = new Peer('seeder', true)
    def target = new Peer('target', false)
    def peers = [seeder, target]

    static BitSet bits(Collection<Integer> pieces) {
        def bits = new BitSet()
        pieces.each { bits.set(it) }
        bits
    }

    FetchPolicy<Peer> policy(int pieces) {
        new FetchPolicy<Peer>(new PieceGrid(PIECE, (long) pieces * PIECE), new BitSet(), new Random(1), true, orders, 0)
    }

    void deliver(FetchPolicy<Peer> policy, long now) {
        def (peer, block) = asked.remove(0)
        assert policy.blockBegins(peer, block)
        policy.blockArrived(peer, block, now)
    }

    def "what is fetched from a seeder is claimed; what a target claims is not asked of a spared seeder"() {
        given: 'a block of piece 0 came, so that nobody starves'
        def policy = policy(3)
        long now = SECOND.intdiv(2)
        policy.peerHas(seeder, bits(0..2))
        policy.unchoked(seeder, peers, now)
        deliver(policy, now)
        policy.claimed(target, 2, peers, now)

        when: 'everything that is asked arrives'
        policy.fill(seeder, peers, now)
        def pieces = asked*.get(1)*.piece() as Set
        while (asked) {
            deliver(policy, now)
            policy.fill(seeder, peers, now)
            pieces += asked*.get(1)*.piece()
        }

        then:
        pieces == [0, 1] as Set
        said == ['interest seeder true', 'claim target 0', 'claim target 1']
    }

    def "what is asked for is ahead of us, and less of it when little is left: #bytes bytes"() {
        given:
        def grid = new PieceGrid(PIECE, bytes)
        def policy = new FetchPolicy<Peer>(grid, new BitSet(), new Random(1), true, orders, 0)

        expect:
        policy.aheadBytes() == 0

        when:
        policy.peerHas(seeder, bits(0..<grid.count()))
        policy.unchoked(seeder, peers, 0)

        then:
        policy.aheadBytes() == ahead
        asked*.get(1)*.lengthBytes().sum() == 2 * BLOCK

        when:
        while (asked) {
            deliver(policy, 0)
        }

        then:
        policy.aheadBytes() == 0

        where:
        bytes     || ahead
        8 * PIECE || 2 * BLOCK
        3 * BLOCK || 3 * BLOCK / 4
    }

    def "a claim ends after two seconds and the piece's time at 1 MB/s"() {
        given:
        def policy = policy(1)
        policy.peerHas(seeder, bits([0]))
        policy.claimed(target, 0, peers, 0)

        when:
        policy.tick(peers, 3 * SECOND)

        then:
        target.touched.get(0)

        when:
        policy.tick(peers, 4 * SECOND)

        then:
        !target.touched.get(0)
    }

    def "who owes blocks for four seconds is snubbing, for a minute is given up"() {
        given:
        def policy = policy(1)
        policy.peerHas(target, bits([0]))
        policy.unchoked(target, peers, 0)

        when:
        policy.tick(peers, 5 * SECOND)

        then:
        target.isSnubbing
        !said.contains('give up target')

        when:
        policy.tick(peers, 70 * SECOND)

        then:
        said.contains('give up target')
    }

    def "a peer that sends much more than it was asked for breaks the protocol"() {
        given:
        def policy = policy(4)

        expect:
        policy.isWithinWhatWasAsked(target, 1 << 20)
        !policy.isWithinWhatWasAsked(target, 1)
    }

    static final int LARGE = 4 << 20
    static final int PART = Parts.LENGTH_BYTES

    /** With pieces of 16 parts, two blocks each. */
    FetchPolicy<Peer> inParts(int pieces) {
        target.sendsParts(true)
        new FetchPolicy<Peer>(new PieceGrid(LARGE, (long) pieces * LARGE), new BitSet(), new Random(1), true, orders, 0)
    }

    /** Everything that is asked arrives, until nothing is asked any more; returns what came, by peer. */
    Map<Peer, List<Block>> deliverAll(FetchPolicy<Peer> policy) {
        def came = [:].withDefault { [] }
        while (asked) {
            def (peer, block) = asked[0]
            came[peer] << block
            deliver(policy, 0)
            policy.fill(peer, peers, 0)
        }
        came
    }

    static Set<List<Integer>> blocksOf(int piece, Collection<Integer> parts) {
        parts.collectMany { [[piece, it * PART], [piece, it * PART + BLOCK]] } as Set
    }

    static Set<List<Integer>> places(Collection<Block> blocks) {
        blocks.collect { [it.piece(), it.offsetBytes()] } as Set
    }

    def "a target's parts make it interesting and are all that is asked of it, until it has the piece"() {
        given:
        def policy = inParts(2)
        policy.peerHas(target, bits([]))
        policy.unchoked(target, peers, 0)
        assert said == []

        when:
        policy.peerGainedParts(target, 1, bits([2, 5, 9]))
        policy.fill(target, peers, 0)
        def early = deliverAll(policy)[target]

        then:
        said == ['interest target true']
        places(early) == blocksOf(1, [2, 5, 9])
        early.size() == 6

        when:
        policy.peerGained(target, 1)
        policy.fill(target, peers, 0)
        def later = deliverAll(policy)[target]

        then:
        places(later) == blocksOf(1, (0..15) - [2, 5, 9])
        later.size() == 26
        target.parts.isEmpty()
    }

    def "what was asked of parts that are withdrawn is forgotten, and fetched from who has the piece"() {
        given:
        def policy = inParts(1)
        policy.peerGainedParts(target, 0, bits([3, 7]))
        policy.unchoked(target, peers, 0)
        def blocks = asked*.get(1)
        asked.clear()
        assert policy.blockBegins(target, blocks[0])

        when:
        policy.peerGainedParts(target, 0, bits([]))
        policy.fill(target, peers, 0)

        then: 'only what is on its way is taken'
        asked == []
        !policy.blockBegins(target, blocks[1])
        policy.blockArrived(target, blocks[0], 0)

        when:
        policy.peerHas(seeder, bits([0]))
        policy.unchoked(seeder, peers, 0)
        def rest = deliverAll(policy)[seeder]

        then:
        places(rest) == blocksOf(0, 0..15) - places([blocks[0]])
    }

    def "of two that claimed a piece in the same moment one leaves it: #why"() {
        given:
        def policy = inParts(3)
        target.winsTies(winsTies)
        policy.peerHas(seeder, bits(0..2))
        policy.unchoked(seeder, peers, 0)
        arrived.times {
            deliver(policy, 0)
            policy.fill(seeder, peers, 0)
        }
        def owed = asked*.get(1)
        assert owed*.piece() as Set == [0] as Set
        asked.clear()

        when:
        policy.claimed(target, 0, peers, 0)

        then:
        said.count('cancel seeder') == (leaves ? owed.size() : 0)
        (asked*.get(1)*.piece() as Set) == (leaves ? [1] as Set : [] as Set)
        ('claim target 1' in said) == leaves
        policy.blockBegins(seeder, owed[0]) == !leaves

        where:
        why                         | winsTies | arrived || leaves
        'the other one is to fetch' | true     | 0       || true
        'less than half is there'   | true     | 15      || true
        'half of it is there'       | true     | 16      || false
        'the other one leaves it'   | false    | 0       || false
    }

    def "who left a piece takes no part of it from the seeder while the other fetches it, and all when that one went"() {
        given:
        def policy = inParts(1)
        target.winsTies(true)
        policy.peerHas(seeder, bits([0]))
        policy.unchoked(seeder, peers, 0)
        asked.clear()

        when:
        policy.claimed(target, 0, peers, 0)

        then:
        asked == []

        when:
        policy.peerWent(target)
        policy.tick([seeder], 0)

        then:
        places(deliverAll(policy)[seeder]) == blocksOf(0, 0..15)
    }

    def "who comes later is told what is fetched from a seeder and which parts are here"() {
        given:
        def policy = inParts(2)
        policy.peerHas(seeder, bits([0, 1]))
        policy.unchoked(seeder, peers, 0)
        2.times { deliver(policy, 0) }
        def late = new Peer('late', false)
        late.sendsParts(true)
        def simple = new Peer('simple', false)
        simple.understandsClaims(false)
        said.clear()

        when:
        [late, simple, new Peer('other seeder', true)].each { policy.introduce(it) }

        then:
        said == ['claim late 0', 'parts late [0:{0}]']

        when:
        said.clear()
        policy.pieceVerified(0)
        policy.introduce(late)

        then:
        said == []
    }

    def "a piece once rejected is asked only of who has it, and relays are told from senders"() {
        given: 'one part of it was handed on by a target, the others came from the seeder'
        def policy = inParts(1)
        policy.peerHas(seeder, bits([0]))
        policy.unchoked(seeder, peers, 0)
        policy.peerGainedParts(target, 0, bits([15]))
        policy.unchoked(target, peers, 0)
        def came = deliverAll(policy)
        assert places(came[target]) == blocksOf(0, [15])
        assert places(came[seeder]) == blocksOf(0, 0..14)

        when:
        def suspects = policy.pieceRejected(0, peers)

        then:
        suspects.senders() == [seeder] as Set
        suspects.relays() == [target] as Set
        target.badEarlyPieces == 1

        when:
        policy.peerGainedParts(target, 0, bits([15, 3]))
        policy.fill(target, peers, 0)

        then:
        asked == []

        when: 'the target has it now'
        policy.peerGained(target, 0)
        policy.fill(target, peers, 0)
        policy.fill(seeder, peers, 0)

        then:
        places(deliverAll(policy)[target]).size() > 0
        policy.pieceRejected(0, peers).senders().contains(target)
    }

    def "of who handed on what was wrong three times the parts that it told of before are not asked for either"() {
        given:
        def policy = inParts(2)
        target.badEarlyPieces = 2
        policy.peerGainedParts(target, 0, bits(0..15))
        policy.peerGainedParts(target, 1, bits([0]))
        policy.unchoked(target, peers, 0)
        while (asked && asked[0][1].piece() == 0) {
            deliver(policy, 0)
            policy.fill(target, peers, 0)
        }
        asked.clear()
        policy.choked(target)

        when:
        policy.pieceRejected(0, peers)
        policy.unchoked(target, peers, 0)

        then:
        asked == []
    }
}
