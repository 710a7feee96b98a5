package ezio.core.swarm.policy

import java.time.Duration
import spock.lang.Specification

class PoliciesSpec extends Specification {

    static final long SECOND = 1_000_000_000L

    static BitSet bits(Collection<Integer> pieces) {
        def bits = new BitSet()
        pieces.each { bits.set(it) }
        bits
    }

    def "the piece that the fewest have is chosen, if the peer has it and it is not taken: #why"() {
        given:
        def choice = new PieceChoice(4, new Random(1), false)
        peers.each { choice.peerCame(bits(it)) }

        expect:
        choice.choose(bits(has), bits((0..3) - taken), false) == piece

        where:
        why                 | peers                        | has          | taken  || piece
        'one rarest'        | [[0, 1, 2, 3], [0, 1, 3]]    | [0, 1, 2, 3] | []     || 2
        'rarest is taken'   | [[0, 1, 2], [1, 2], [2]]     | [0, 1, 2]    | [0]    || 1
        'it has another'    | [[0, 1], [1]]                | [1]          | []     || 1
        'nothing left'      | [[0, 1]]                     | [0, 1]       | [0, 1] || -1
        'it has nothing'    | [[0, 1]]                     | []           | []     || -1
    }

    def "equals are chosen at random, so that targets fetch different pieces"() {
        given:
        def all = bits(0..99)
        def choices = (1..20).collect { seed ->
            def choice = new PieceChoice(100, new Random(seed), false)
            choice.peerCame(all)
            choice.choose(all, all, false)
        }

        expect:
        choices.toSet().size() > 10
    }

    def "a peer that goes is forgotten"() {
        given:
        def choice = new PieceChoice(2, new Random(1), false)
        choice.peerCame(bits([0, 1]))
        choice.peerCame(bits([0]))
        choice.peerGained(1)
        choice.peerWent(bits([0]))

        expect:
        [choice.holders(0), choice.holders(1)] == [1, 2]
    }

    def "in sequence the lowest piece comes first"() {
        given:
        def choice = new PieceChoice(5, new Random(1), true)

        expect:
        choice.choose(bits([1, 2, 4]), bits([0, 2, 3, 4]), false) == 2
    }

    def "in sequence beside other targets one of the lowest is chosen, the rarest of them, so that there is something to trade"() {
        given:
        def choice = new PieceChoice(100, new Random(1), true)
        choice.targetCame()
        choice.peerCame(bits(0..9))

        expect: 'of 16, those that the fewest have'
        (1..50).collect { choice.choose(bits(0..99), bits(4..99), false) }.toSet() == (10..19).toSet()

        when:
        choice.targetWent()

        then:
        choice.choose(bits(0..99), bits(4..99), false) == 4
    }

    def "with #targets other targets #pieces pieces are looked at in sequence"() {
        expect:
        SequentialWindow.pieces(targets) == pieces

        where:
        targets || pieces
        0       || 1
        1       || 16
        3       || 32
        500     || 64
    }

    def "a peer with #rate bytes a second is kept busy with #bytes bytes"() {
        expect:
        PipelineDepth.bytes(rate, isSnubbing, 16384) == bytes

        where:
        rate        | isSnubbing || bytes
        0           | false      || 256 << 10
        12.5e6      | false      || 1_562_500
        1e9         | false      || 4 << 20
        1e9         | true       || 16384
    }

    def "slots go to #why"() {
        given:
        def candidates = given.collect { new Unchoking.Candidate(*it) }

        expect:
        Unchoking.choose(candidates, 2, 10, 100) == served as Set

        where:
        why                                          | given                                                                          || served
        'everybody while there are enough'           | [['a', true, false, 0], ['b', true, false, 0]]                                 || ['a', 'b']
        'nobody who wants nothing'                   | [['a', false, true, 0], ['b', true, false, 0]]                                 || ['b']
        'who has one, for a turn'                    | [['a', true, true, 95], ['b', true, true, 95], ['c', true, false, 0]]          || ['a', 'b']
        'who waits, when a turn is over'             | [['a', true, true, 85], ['b', true, true, 95], ['c', true, false, 0]]          || ['b', 'c']
        'who waits longest'                          | [['a', true, false, 9], ['b', true, false, 5], ['c', true, false, 7]]          || ['b', 'c']
        'as many as there are slots, not more'       | [['a', true, true, 1], ['b', true, true, 2], ['c', true, true, 3]]             || ['b', 'c']
    }

    def "an address is tried again after #seconds s when #failures attempts failed"() {
        given:
        def book = new AddressBook<InetSocketAddress>()
        def address = new InetSocketAddress('127.0.0.1', 7000)
        book.add(address, 0)
        long now = 0

        when:
        failures.times {
            now += 60 * SECOND
            assert book.due(5, now) == [address]
            book.ended(address, true, now)
        }

        then:
        book.due(5, now + seconds * SECOND - 1) == []
        book.due(5, now + seconds * SECOND) == [address]

        where:
        failures || seconds
        1        || 1
        2        || 2
        3        || 4
        4        || 8
        5        || 15
        40       || 15
    }

    def "an address that is connected, resting or our own is not tried"() {
        given:
        def book = new AddressBook<InetSocketAddress>()
        def addresses = (1..4).collect { new InetSocketAddress('127.0.0.1', it) }
        addresses.each { book.add(it, 0) }
        book.connected(addresses[0], 0)
        book.restUntil(addresses[1], 5 * SECOND)
        book.neverAgain(addresses[2])

        expect:
        book.due(9, SECOND) == [addresses[3]]
        book.due(9, 5 * SECOND) == [addresses[1]]
        book.due(9, 500 * SECOND) == []
    }

    def "hearsay is tried after what trackers say, few at a time, and does not fill the book"() {
        given:
        def book = new AddressBook<Integer>()
        (1..5000).each { book.addHearsay(it, 0) }
        book.add(9001, 0)
        book.add(9002, 0)

        expect:
        book.size() == 1002
        book.hasDue(0)
        book.due(3, 0) == [9001, 9002, 1]
        book.due(8, 0) == [2, 3, 4]
        book.due(8, 0) == []

        when: 'one of them does not answer, and a tracker names another'
        book.ended(1, true, 0)
        book.add(5, 0)

        then:
        book.due(8, 0) == [5, 6]
    }

    def "a tracker that does not answer is tried again after #seconds s when that was #failures times"() {
        expect:
        Announcing.afterFailure(failures).toSeconds() == seconds

        where:
        failures || seconds
        1        || 2
        30       || 2
        31       || 10
        9999     || 10
    }

    def "the local network is asked again after #seconds s when #why"() {
        expect:
        Announcing.nextLocal(count, isAlone).toSeconds() == seconds

        where:
        why                                    | count | isAlone || seconds
        'nobody answered the first datagram'   | 1     | true    || 5
        'nobody is there'                      | 2     | true    || 60
        'somebody is there'                    | 1     | false   || 300
    }

    def "a tracker is asked again after #next when #why"() {
        expect:
        Announcing.next(count, isAlone, isSeed, Duration.ofSeconds(interval)).toSeconds() == next

        where:
        why                                    | count | isAlone | isSeed | interval || next
        'machines come one after the other'    | 1     | false   | false  | 1800     || 2
        'a target is alone'                    | 50    | true    | false  | 1800     || 2
        'a seed is alone'                      | 50    | true    | true   | 1800     || 60
        'the tracker would like half an hour'  | 50    | false   | false  | 1800     || 60
        'the tracker says so'                  | 50    | false   | false  | 20       || 20
        'the tracker says nothing'             | 50    | false   | false  | 0        || 60
    }
}
