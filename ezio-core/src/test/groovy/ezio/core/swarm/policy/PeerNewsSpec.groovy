package ezio.core.swarm.policy

import spock.lang.Specification

class PeerNewsSpec extends Specification {

    static final long SECOND = 1_000_000_000L

    def news = new PeerNews()

    static List<InetSocketAddress> peers(Collection<Integer> ports) {
        ports.collect { new InetSocketAddress('10.0.0.1', it) }
    }

    def "the first news are told at once, the next after a minute, what did not change never"() {
        expect: 'nobody is there yet, and that is no news'
        news.next([], 0).empty

        and:
        news.next(peers([1, 2]), SECOND).get() == new PeerNews.Change(peers([1, 2]), [])
        news.next(peers([1, 3]), 60 * SECOND).empty
        news.next(peers([1, 3]), 61 * SECOND).get() == new PeerNews.Change(peers([3]), peers([2]))
        news.next(peers([1, 3]), 3600 * SECOND).empty
    }

    def "a message has no more than the extension allows, and the rest comes in the next"() {
        when:
        def first = news.next(peers(1..300), 0).get()
        def second = news.next(peers(1..300), 60 * SECOND).get()
        def third = news.next([], 120 * SECOND).get()

        then:
        first.added().size() == 200
        second.added() == peers(201..250)
        third.dropped() == peers(1..50)
    }
}
