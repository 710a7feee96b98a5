package ezio.core.swarm.policy

import spock.lang.Specification

class ConnectionRoomSpec extends Specification {

    static final long SECOND = 1_000_000_000L
    static final InetAddress HERE = InetAddress.getByName('10.0.0.1')
    static final InetAddress THERE = InetAddress.getByName('10.0.0.2')

    static ConnectionRoom.Candidate<String> peer(Map<String, ?> facts) {
        new ConnectionRoom.Candidate<>(
                facts.name ?: 'it', facts.address ?: HERE, (facts.since ?: 0) * SECOND, facts.spoken != false,
                facts.weWant == true, facts.itWants == true, (facts.unused ?: 0) * SECOND, facts.complete == true)
    }

    def "#why, a peer #makes room after #seconds s"() {
        expect:
        ConnectionRoom.leastUseful([peer(facts)], seconds * SECOND).present == isUseless

        where:
        why                                        | facts                          | seconds || isUseless
        'just connected'                           | [:]                            | 1       || false
        'wanting nothing either way'               | [:]                            | 3       || true
        'having what we lack'                      | [weWant: true]                 | 3600    || false
        'wanting what we have'                     | [itWants: true]                | 3600    || false
        'wanting it, and taking nothing of it'     | [itWants: true, unused: 11]    | 20      || true
        'wanting it, and slow to ask'              | [itWants: true, unused: 9]     | 20      || false
        'with nothing to say since its handshake'  | [spoken: false, itWants: true] | 11      || true
        'still to speak'                           | [spoken: false, itWants: true] | 9       || false
        'as complete as we are'                    | [complete: true]               | 0       || true

        makes = isUseless ? 'makes' : 'makes no'
    }

    def "of several useless ones, one of the address with most of them goes, the oldest of these"() {
        given:
        def peers = [
            peer(name: 'alone', address: THERE, since: 1),
            peer(name: 'younger', since: 4),
            peer(name: 'older', since: 3),
            peer(name: 'wanted', since: 0, weWant: true)
        ]

        expect:
        ConnectionRoom.leastUseful(peers, 60 * SECOND) == Optional.of('older')
    }

    def "nobody goes where all are of use"() {
        expect:
        ConnectionRoom.leastUseful([peer(weWant: true), peer(itWants: true)], 60 * SECOND) == Optional.empty()
        ConnectionRoom.leastUseful([], 0) == Optional.empty()
    }
}
