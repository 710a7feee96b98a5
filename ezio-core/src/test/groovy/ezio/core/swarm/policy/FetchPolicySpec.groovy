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
}
