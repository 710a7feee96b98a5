package ezio.core.swarm.policy

import ezio.core.swarm.policy.RequestPlan.Block
import spock.lang.Specification

class ServePolicySpec extends Specification {

    static final int BLOCK = SwarmPeer.LARGEST_BLOCK_BYTES
    static final int PIECE = 1 << 20

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
    def policy = new ServePolicy<Peer>(new PieceGrid(PIECE, 2L * PIECE - 1), 1, orders)
    def peer = new Peer()

    def "a link is given 512 KiB at a time, and more when a block left"() {
        given:
        policy.interestChanged(peer, true, [peer], 0)

        when:
        (0..<8).each { policy.requested(peer, new Block(0, it * BLOCK, BLOCK)) }

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
        policy.requested(peer, new Block(0, 0, BLOCK))

        when:
        policy.interestChanged(peer, false, [peer], 0)
        policy.requested(peer, new Block(0, BLOCK, BLOCK))

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
}
