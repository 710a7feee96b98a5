package ezio.core.swarm.policy

import static ezio.core.swarm.policy.ConnectPolicy.Contact.CLOSE
import static ezio.core.swarm.policy.ConnectPolicy.Contact.FINE
import static ezio.core.swarm.policy.ConnectPolicy.Contact.KEEP_ALIVE

import spock.lang.Specification

class ConnectPolicySpec extends Specification {

    static final long SECOND = 1_000_000_000L

    def "#count more are called with #calls calls and #connections of #most connections"() {
        expect:
        ConnectPolicy.callsToMake(calls, connections, most) == count

        where:
        calls | connections | most || count
        0     | 0           | 200  || 8
        5     | 0           | 200  || 3
        9     | 0           | 200  || 0
        2     | 195         | 200  || 3
        0     | 201         | 200  || 0
    }

    def "of two connections the one of the greater id stays, on both sides"() {
        given:
        byte[] small = [0, 1]
        byte[] great = [0, (byte) 0x80]

        expect:
        ConnectPolicy.keepsNewOfTwo(great, small, true)
        ConnectPolicy.keepsNewOfTwo(small, great, false)
        !ConnectPolicy.keepsNewOfTwo(great, small, false)
        !ConnectPolicy.keepsNewOfTwo(small, great, true)
    }

    def "nothing received for #received s and sent for #sent s: #contact"() {
        expect:
        ConnectPolicy.contact(received * SECOND, sent * SECOND) == contact

        where:
        received | sent || contact
        60       | 60   || FINE
        60       | 61   || KEEP_ALIVE
        151      | 1    || CLOSE
    }

    def "#senders senders, #bad bad pieces: at fault is #isAtFault"() {
        expect:
        ConnectPolicy.isAtFault(senders, bad) == isAtFault

        where:
        senders | bad || isAtFault
        1       | 1   || true
        2       | 2   || false
        2       | 3   || true
    }

    def "after #bad bad pieces a peer rests for #seconds s"() {
        expect:
        ConnectPolicy.badPeerRestNs(bad) == seconds * 1_000_000_000L

        where:
        bad  || seconds
        1    || 5
        2    || 10
        4    || 40
        5    || 60
        1000 || 60
    }

    def "a piece is kept back that another target has, or the last one; never two"() {
        given:
        def withholding = new Withholding()

        expect:
        !withholding.keepsBack(4, false, false)
        !withholding.isOn()
        withholding.keepsBack(5, isLast, isHeldByAnother)
        !withholding.keepsBack(6, true, true)
        withholding.piece() == 5

        where:
        isLast | isHeldByAnother
        true   | false
        false  | true
    }

    def "a peer that owes and sends nothing for #seconds s is #delivery"() {
        expect:
        Delivery.after(seconds * SECOND) == delivery

        where:
        seconds || delivery
        4       || Delivery.ON_TIME
        5       || Delivery.SNUBBING
        61      || Delivery.DEAD
    }
}
