package ezio.core.swarm.policy

import ezio.core.swarm.policy.RequestPlan.Block
import spock.lang.Specification

class ServePolicySpec extends Specification {

    static final int BLOCK = SwarmPeer.LARGEST_BLOCK_BYTES
    static final int PIECE = 1 << 20
    static final long SECOND = 1_000_000_000L

    static class Peer extends SwarmPeer {
        int queued

        Peer() {
            super(0)
        }
    }

    def read = []
    def slots = []
    ServePolicy.Orders<Peer> orders = new ServePolicy.Orders<Peer>() {
        void serve(Peer peer, boolean isServed) {
            slots << isServed
        }

        void read(Peer peer, Block block) {
            read << block
        }

        int queuedBytes(Peer peer) {
            peer.queued
        }
    }
    def policy = new ServePolicy<Peer>(new PieceGrid(PIECE, 2L * PIECE - 1), 1, orders, 0)
    def peer = new Peer()

    def "a link is given 512 KiB at a time, and more when a block left"() {
        given:
        policy.interestChanged(peer, true, [peer], 0)

        when:
        (0..<8).each { policy.requested(peer, new Block(0, it * BLOCK, BLOCK), 0) }

        then:
        slots == [true]
        read*.offsetBytes() == (0..<4).collect { it * BLOCK }

        when:
        read.each { assert policy.wasRead(peer, it) }
        peer.queued = 3 * BLOCK
        policy.blockSent(peer, BLOCK, 1)

        then:
        read.size() == 5
    }

    def "without a slot nothing is read, and what was read is not sent"() {
        given:
        policy.interestChanged(peer, true, [peer], 0)
        policy.requested(peer, new Block(0, 0, BLOCK), 0)

        when:
        policy.interestChanged(peer, false, [peer], 0)
        policy.requested(peer, new Block(0, BLOCK, BLOCK), 0)

        then:
        slots == [true, false]
        read.size() == 1
        !policy.wasRead(peer, read[0])
    }

    def "a request of #block is sound: #isSound"() {
        expect:
        policy.isSound(block) == isSound

        where:
        block                             || isSound
        new Block(0, 0, 2 * BLOCK)        || true
        new Block(0, 0, 2 * BLOCK + 1)    || false
        new Block(0, -1, 1)               || false
        new Block(0, 0, 0)                || false
        new Block(1, PIECE - BLOCK, BLOCK) || false
        new Block(2, 0, 1)                || false
        new Block(-1, 0, 1)               || false
        new Block(0, PIECE - 1, 1)        || true
    }

    def "of large pieces three are sent at a time, so that each can soon be handed on, and the next when one is done"() {
        given:
        int large = 16 << 20
        def sent = []
        def orders = Stub(ServePolicy.Orders) {
            read(_, _) >> { Peer peer, Block block -> sent << block.piece() }
            mayRead(_) >> true
            queuedBytes(_) >> { Peer peer -> peer.queued }
        }
        def policy = new ServePolicy<Peer>(new PieceGrid(large, 9L * large), 16, orders, 0)
        def peers = (0..<5).collect { new Peer() }
        peers.each { policy.interestChanged(it, true, peers, 0) }

        when:
        peers.eachWithIndex { peer, i -> policy.requested(peer, new Block(i, 0, BLOCK), 0) }

        then: 'the others wait'
        sent == [0, 1, 2]

        when: 'the first asks for more of its piece, the second for another one'
        peers[0..2].each { policy.wasRead(it, new Block(0, 0, BLOCK)) }
        policy.requested(peers[1], new Block(6, 0, BLOCK), 1)
        policy.requested(peers[0], new Block(0, BLOCK, BLOCK), 1)

        then:
        sent == [0, 1, 2, 0]

        when: 'nothing was asked for of the second and third piece for a while'
        policy.tick(100_000_000)

        then: 'who has waited longest is next'
        sent == [0, 1, 2, 0, 3, 4]
    }

    def "another piece is begun beside them when the link has room"() {
        given:
        def turns = new PieceTurns(16 << 20, 0)

        when: '10 MB/s for a second'
        (1..10).each { turns.sent(1_000_000, it * 100_000_000L) }
        turns.tick(SECOND)

        then:
        turns.mayBegin(2, false, SECOND)
        !turns.mayBegin(3, false, SECOND)

        when: 'then 6'
        (1..10).each { turns.sent(600_000, SECOND + it * 100_000_000L) }

        then:
        turns.mayBegin(3, false, 2 * SECOND)

        when: 'one was just begun'
        turns.begun(2 * SECOND)

        then:
        !turns.mayBegin(3, false, 2 * SECOND)
        turns.mayBegin(2, false, 2 * SECOND)
    }

    def "#count pieces of #mib MiB are sent at a time, #inParts if everybody hands parts on"() {
        expect:
        PieceTurns.usual(mib << 20, false) == count
        PieceTurns.usual(mib << 20, true) == inParts

        where:
        mib || count | inParts
        1   || 20    | 20
        4   || 5     | 6
        8   || 3     | 6
        16  || 3     | 6
        64  || 3     | 6
    }

    def "what is asked of a part does not wait for a turn"() {
        given: 'three peers that are sent large pieces, and one that waits'
        int large = 16 << 20
        def policy = new ServePolicy<Peer>(new PieceGrid(large, 9L * large), 16, orders, 0)
        def peers = (0..<4).collect { new Peer() }
        peers.each { policy.interestChanged(it, true, peers, 0) }
        peers.eachWithIndex { peer, i -> policy.requested(peer, new Block(i, 0, BLOCK), 0) }
        assert read*.piece() == [0, 1, 2]

        when:
        policy.requestedEarly(peers[3], new Block(7, 0, BLOCK), 0)

        then:
        read*.piece() == [0, 1, 2, 7]
    }

    def "of parts a link is given 512 KiB at a time, in order, without what was cancelled"() {
        given:
        policy.interestChanged(peer, true, [peer], 1)

        when:
        (0..<7).each { policy.requestedEarly(peer, new Block(0, it * BLOCK, BLOCK), 1) }
        policy.cancelled(peer, new Block(0, 4 * BLOCK, BLOCK))

        then:
        read*.offsetBytes() == (0..<4).collect { it * BLOCK }

        when:
        read.each { assert policy.wasRead(peer, it) }
        peer.queued = 2 * BLOCK
        policy.blockSent(peer, BLOCK, 1)

        then:
        read*.offsetBytes() == [0, 1, 2, 3, 5, 6].collect { it * BLOCK }
    }

    def "no more than 2048 requests for parts are kept, and none without a slot"() {
        when:
        policy.requestedEarly(peer, new Block(0, 0, BLOCK), 1)

        then:
        read.empty
        peer.wantedEarly.empty

        when:
        policy.interestChanged(peer, true, [peer], 1)
        5000.times { policy.requestedEarly(peer, new Block(0, 0, BLOCK), 1) }

        then:
        read.size() == 4
        peer.wantedEarly.size() == 2048
    }

    def "requests for parts are forgotten when the peer #what"() {
        given:
        policy.interestChanged(peer, true, [peer], 1)
        8.times { policy.requestedEarly(peer, new Block(0, it * BLOCK, BLOCK), 1) }

        when:
        end.call(policy, peer)
        peer.readingBytes = 0
        policy.tick(2)

        then:
        read.size() == 4
        peer.wantedEarly.empty

        where:
        what               | end
        'loses its slot'   | { policy, peer -> policy.interestChanged(peer, false, [peer], 1) }
        'goes'             | { policy, peer -> policy.peerWent(peer) }
    }

    def "who has asked for parts only has made use of its slot"() {
        given: 'an upload limit that lets nothing be read'
        def orders = Stub(ServePolicy.Orders) {
            mayRead(_) >> false
        }
        def policy = new ServePolicy<Peer>(new PieceGrid(PIECE, PIECE), 1, orders, 0)
        policy.interestChanged(peer, true, [peer], 1)
        assert peer.unusedNs(SECOND) > 0

        when:
        policy.requestedEarly(peer, new Block(0, 0, BLOCK), 1)

        then:
        peer.unusedNs(SECOND) == 0
    }
}
