package ezio.core.swarm.policy

import spock.lang.Specification

class PartsSpec extends Specification {

    static final int MIB = 1 << 20

    static class Peer extends SwarmPeer {
        Peer() {
            super(0)
            sendsParts(true)
        }
    }

    def told = []
    FetchPolicy.Orders<Peer> orders = Stub(FetchPolicy.Orders) {
        tellParts(_, _) >> { Peer to, Map<Integer, BitSet> parts ->
            told << parts.collectEntries { piece, held -> [piece, held.stream().toList()] }
        }
    }
    def parts = new Parts<Peer>(16 * MIB)
    def peer = new Peer()

    static BitSet bits(int... parts) {
        def bits = new BitSet()
        parts.each { bits.set(it) }
        bits
    }

    def "parts are told to #who: #isTold"() {
        given:
        parts.came(3, 0)
        parts.came(3, 1)
        change.call(peer)

        when:
        parts.tell([peer], orders)
        parts.introduce(peer, orders)

        then:
        told == (isTold ? [[3: [0, 1]]] * 2 : [])

        where:
        who                                    | change                           || isTold
        'a target that hands parts on'         | { }                              || true
        'a target that has other parts'        | { it.parts[3] = bits(0, 2) }     || true
        'a target that has parts of another'   | { it.parts[4] = bits(0, 1) }     || true
        'a target that has them'               | { it.parts[3] = bits(0, 1, 2) }  || false
        'a target that has the piece'          | { it.has.set(3) }                || false
        'a seeder'                             | { it.isSeeder(true) }            || false
        'who would not understand it'          | { it.sendsParts(false) }         || false
    }

    def "parts of pieces of #bytes bytes are told: #isTold"() {
        given:
        def parts = new Parts<Peer>(bytes)

        when:
        parts.came(0, 0)
        parts.tell([peer], orders)
        parts.introduce(peer, orders)

        then:
        told.empty == !isTold

        where:
        bytes       || isTold
        16 << 10    || false
        MIB         || false
        MIB + 16384 || true
        64 * MIB    || true
    }

    def "news are told once, to who comes later all, and a verified piece no more"() {
        when: 'the second part comes twice, as it does when two were asked for it'
        parts.came(3, 5)
        parts.tell([peer], orders)
        parts.came(3, 6)
        parts.came(4, 0)
        parts.tell([peer], orders)
        parts.came(3, 6)
        parts.tell([peer], orders)
        parts.introduce(peer, orders)

        then:
        told == [[3: [5]], [3: [6], 4: [0]], [3: [5, 6], 4: [0]]]

        when:
        parts.came(4, 1)
        parts.verified(4)
        parts.tell([peer], orders)
        parts.introduce(peer, orders)

        then:
        told.drop(3) == [[3: [5, 6]]]
    }

    def "a rejected piece is told as empty, once, and what comes of it then is not told before it is verified"() {
        given:
        parts.came(3, 5)
        parts.tell([peer], orders)
        peer.parts[3] = bits(5)

        when:
        parts.rejected(3, [peer])
        parts.came(3, 7)
        parts.tell([peer], orders)
        parts.came(3, 8)
        parts.tell([peer], orders)
        parts.introduce(peer, orders)

        then:
        told == [[3: [5]], [3: []]]
        peer.parts.isEmpty()
    }

    def "nobody is told that a piece is gone of which nothing was here"() {
        when:
        parts.rejected(3, [peer])
        parts.tell([peer], orders)

        then:
        told == []
    }

    def "parts that #who says to have are asked for: #isAsked"() {
        given:
        parts.rejected(7, [peer])
        change.call(peer)

        expect:
        parts.gained(peer, piece, bits(1)) == isAsked
        (peer.parts[piece] == bits(1)) == isAsked

        where:
        who                                   | piece | change                    || isAsked
        'a target'                            | 3     | { }                       || true
        'who does not send parts'             | 3     | { it.sendsParts(false) }  || false
        'who has the piece'                   | 3     | { it.has.set(3) }         || false
        'anybody, of what was wrong,'         | 7     | { }                       || false
        'who handed on what was wrong twice'  | 3     | { it.badEarlyPieces = 2 } || true
        'who handed on what was wrong thrice' | 3     | { it.badEarlyPieces = 3 } || false
    }

    def "parts are added to those known of 1024 pieces, and no other piece is noted then"() {
        expect:
        (0..<1024).every { parts.gained(peer, it, bits(1)) }
        !parts.gained(peer, 1024, bits(1))
        parts.gained(peer, 1023, bits(3))
        peer.parts.size() == 1024
        peer.parts[1023] == bits(1, 3)
    }
}
