package ezio.core.tracker

import ezio.core.torrent.InfoHash
import java.time.Duration
import spock.lang.Specification

class SwarmTableSpec extends Specification {

    static final InfoHash ROOT = new InfoHash('11' * 20)
    static final InfoHash EFI = new InfoHash('22' * 20)
    static final InetAddress TRACKER = InetAddress.getByName('10.0.0.1')
    static final AnnouncePolicy POLICY =
            new AnnouncePolicy(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(720))

    def table = tableWith(new SwarmLimits(10, 10, 20))
    long nowNs = -1_000_000_000_000L

    def "starts empty"() {
        expect:
        table.counts(nowNs).isEmpty()
        table.peers(ROOT, nowNs).isEmpty()
    }

    def "a peer that announces itself is in the swarm of that torrent alone"() {
        when:
        announce(peer: 1, left: 100)

        then:
        table.counts(nowNs) == [(ROOT): new TorrentCounts(0, 1, 0)]
        table.peers(ROOT, nowNs) == [new TrackedPeer(id(1).hex(), [at('10.0.1.1', 1001)], 100, Duration.ZERO)]
        table.peers(EFI, nowNs).isEmpty()
    }

    def "a peer that stops leaves"() {
        given:
        announce(peer: 1, left: 100)
        announce(peer: 2, left: 0)

        when:
        def reply = announce(peer: 1, left: 100, event: Announce.Event.STOPPED)

        then:
        table.counts(nowNs) == [(ROOT): new TorrentCounts(1, 0, 0)]
        reply.peers().isEmpty()
        reply.counts() == new TorrentCounts(1, 0, 0)
    }

    def "a peer that stops without having come makes no swarm"() {
        when:
        announce(peer: 1, event: Announce.Event.STOPPED)

        then:
        table.counts(nowNs).isEmpty()
    }

    def "a leech becomes a seed, and a seed that lost data a leech"() {
        when:
        lefts.each { announce(peer: 1, left: it) }

        then:
        table.counts(nowNs)[ROOT] == counts

        where:
        lefts       || counts
        [5]         || new TorrentCounts(0, 1, 0)
        [5, 3]      || new TorrentCounts(0, 1, 0)
        [5, 0]      || new TorrentCounts(1, 0, 1)
        [0]         || new TorrentCounts(1, 0, 0)
        [0, 0]      || new TorrentCounts(1, 0, 0)
        [0, 5]      || new TorrentCounts(0, 1, 0)
        [0, 5, 0]   || new TorrentCounts(1, 0, 1)
        [5, 0, 5, 0] || new TorrentCounts(1, 0, 1)
    }

    def "a completion counts #times when #why"() {
        when:
        announces.each { announce(it) }

        then:
        table.counts(nowNs)[ROOT].completed() == times

        where:
        why                              | announces                                                     || times
        'it is said'                     | [[peer: 1, left: 5], completed(1)]                            || 1
        'it is said twice'               | [[peer: 1, left: 5], completed(1), completed(1)]              || 1
        'it is said by an unknown peer'  | [completed(1)]                                                || 1
        'it is seen, not said'           | [[peer: 1, left: 5], [peer: 1, left: 0]]                      || 1
        'it is seen, then said'          | [[peer: 1, left: 5], [peer: 1, left: 0], completed(1)]        || 1
        'it is said with bytes left'     | [completed(1) + [left: 7]]                                    || 0
        'a seed comes as a seed'         | [[peer: 1, left: 0]]                                          || 0
        'a leech stops when it is done'  | [[peer: 1, left: 5], stopped(1) + [left: 0]]                  || 1
        'a leech stops early'            | [[peer: 1, left: 5], stopped(1) + [left: 5]]                  || 0
        'it leaves, returns, and says it again' | [[peer: 1, left: 5], completed(1), stopped(1), completed(1)] || 1
        'two peers say it'               | [completed(1), completed(2)]                                  || 2
    }

    def "completed copies stay counted when their peers are gone"() {
        given:
        announce(completed(1))
        announce(stopped(1))

        expect:
        table.counts(nowNs) == [(ROOT): new TorrentCounts(0, 0, 1)]
    }

    def "a leech is sent the others, never itself"() {
        given:
        (1..4).each { announce(peer: it, left: it == 1 ? 0 : 100) }

        expect:
        found(announce(peer: 2, left: 100)) == [1, 3, 4]
    }

    def "a seed is sent leeches only"() {
        given:
        (1..4).each { announce(peer: it, left: it <= 2 ? 0 : 100) }

        expect:
        found(announce(peer: 1, left: 0)) == [3, 4]
    }

    def "a peer is sent as many as it wants: #wanted"() {
        given:
        (1..6).each { announce(peer: it) }

        expect:
        announce(peer: 1, wanted: wanted).peers().size() == size

        where:
        wanted || size
        0      || 0
        1      || 1
        5      || 5
        200    || 5
    }

    def "peers are chosen at random"() {
        given:
        (1..9).each { announce(peer: it) }

        when:
        def seen = (1..200).collect { found(announce(peer: 1, wanted: 2)) }

        then: 'every pair of the 8 others turns up'
        seen.toSet().size() == 28
        seen.every { it.size() == 2 }
    }

    def "a peer that was started anew replaces its old self at the same address"() {
        given:
        announce(peer: 1, address: at('10.0.0.7', 6881))
        announce(peer: 2, address: at('10.0.0.7', 6882))

        when:
        announce(peer: 3, address: at('10.0.0.7', 6881))

        then:
        table.peers(ROOT, nowNs)*.peerId() == [2, 3].collect { id(it).hex() }
    }

    def "a peer that announces over IPv4 and IPv6 is one peer with two addresses"() {
        when:
        announce(peer: 1, address: at('10.0.0.7', 6881))
        announce(peer: 1, address: at('fd00::7', 6882))

        then:
        table.counts(nowNs)[ROOT].peers() == 1
        table.peers(ROOT, nowNs)*.addresses() == [[at('10.0.0.7', 6881), at('fd00::7', 6882)]]
    }

    def "#asker is told of a peer that has #known at #told"() {
        given:
        known.each { announce(peer: 1, address: at(it, 6881)) }

        expect:
        announce(peer: 2, address: at(asker, 7000), reachedAt: InetAddress.getByName(tracker)).peers()*.address() ==
                told.collect { at(it, 6881) }

        where:
        asker        | tracker     | known                    || told
        '10.0.0.9'   | '10.0.0.1'  | ['10.0.0.7', 'fd00::7']  || ['10.0.0.7']
        'fd00::9'    | 'fd00::1'   | ['10.0.0.7', 'fd00::7']  || ['fd00::7']
        '10.0.0.9'   | '10.0.0.1'  | ['fd00::7']              || ['fd00::7']
        'fd00::9'    | 'fd00::1'   | ['10.0.0.7']             || ['10.0.0.7']
        '10.0.0.9'   | '10.0.0.1'  | ['127.0.0.1']            || ['10.0.0.1']
        '10.0.0.9'   | '10.0.0.1'  | ['::1']                  || ['10.0.0.1']
        'fd00::9'    | 'fd00::1'   | ['::1']                  || ['fd00::1']
        '127.0.0.1'  | '127.0.0.1' | ['127.0.0.2']            || ['127.0.0.2']
        '127.0.0.1'  | '127.0.0.1' | ['10.0.0.7']             || ['10.0.0.7']
        '10.0.0.9'   | '127.0.0.1' | ['127.0.0.1']            || []
    }

    def "a client that keeps no interval is gone after the time-out, not before"() {
        given:
        announce(peer: 1)

        when:
        pass(Duration.ofSeconds(720))

        then:
        table.counts(nowNs)[ROOT].peers() == 1

        when:
        pass(Duration.ofSeconds(2))

        then:
        table.counts(nowNs)[ROOT].peers() == 0
        table.peers(ROOT, nowNs).isEmpty()
    }

    def "a client that keeps to the interval is gone after three of them"() {
        given:
        3.times {
            announce(peer: 1)
            pass(Duration.ofSeconds(5))
        }

        expect:
        table.counts(nowNs)[ROOT].peers() == 1

        when:
        pass(Duration.ofMillis(10_001))

        then:
        table.counts(nowNs)[ROOT].peers() == 0
    }

    def "a client that announces when it likes is given time: #why"() {
        given:
        gaps.each {
            announce(peer: 1, event: event)
            pass(Duration.ofMillis(it))
        }

        when:
        pass(Duration.ofSeconds(600))

        then:
        table.counts(nowNs)[ROOT].peers() == 1

        where:
        why                       | event                  | gaps
        'one interval was kept'   | Announce.Event.NONE    | [5000, 10]
        'events are no intervals' | Announce.Event.STARTED | [5000, 5000, 5000, 10]
        'a burst'                 | Announce.Event.NONE    | [100, 100, 100, 100]
        'twice, then late'        | Announce.Event.NONE    | [5000, 5000, 14000, 10]
    }

    def "a silent peer is not sent to others"() {
        given:
        announce(peer: 1)
        pass(Duration.ofSeconds(721))

        expect:
        announce(peer: 2).peers().isEmpty()
    }

    def "a peer that is gone may come back"() {
        given:
        announce(peer: 1)
        pass(Duration.ofSeconds(721))

        when:
        announce(peer: 1)

        then:
        table.counts(nowNs)[ROOT].peers() == 1
    }

    def "a torrent that is not allowed is refused"() {
        given:
        table = new SwarmTable(POLICY, SwarmLimits.defaults(), Optional.of([ROOT] as Set), new Random(1), nowNs)

        when:
        announce(peer: 1, torrent: EFI)

        then:
        def refused = thrown(Refused)
        refused.message == "this tracker does not serve torrent $EFI"
        table.counts(nowNs).isEmpty()

        when:
        announce(peer: 1, torrent: ROOT)

        then:
        table.counts(nowNs).keySet() == [ROOT] as Set
    }

    def "a swarm that is full takes no more, but its members go on"() {
        given:
        table = tableWith(new SwarmLimits(2, 3, 20))
        (1..3).each { announce(peer: it) }

        when:
        announce(peer: 4)

        then:
        def refused = thrown(Refused)
        refused.message == "torrent $ROOT is full, it has 3 peers"

        when:
        announce(peer: 3, left: 0)
        announce(peer: 1, event: Announce.Event.STOPPED)
        announce(peer: 4)

        then:
        table.counts(nowNs) == [(ROOT): new TorrentCounts(1, 2, 1)]
    }

    def "a tracker that is full of peers takes no more until some are gone"() {
        given:
        table = tableWith(new SwarmLimits(10, 3, 4))
        (1..3).each { announce(peer: it) }
        announce(peer: 1, torrent: EFI)

        when:
        announce(peer: 2, torrent: EFI)

        then:
        def refused = thrown(Refused)
        refused.message == 'this tracker is full, it holds 4 peers'

        when:
        pass(Duration.ofSeconds(721))
        (1..3).each { announce(peer: it, torrent: EFI) }

        then:
        table.counts(nowNs)[EFI].peers() == 3
    }

    def "a tracker that is full of torrents gives up the empty one that was used longest ago"() {
        given:
        table = tableWith(new SwarmLimits(3, 10, 100))
        def torrents = (1..4).collect { new InfoHash("0$it" * 20) }
        announce(peer: 1, torrent: torrents[0])
        announce(peer: 1, torrent: torrents[1])
        announce(peer: 1, torrent: torrents[2])

        when:
        announce(peer: 1, torrent: torrents[3])

        then:
        def refused = thrown(Refused)
        refused.message == 'this tracker is full, it holds 3 torrents'

        when:
        announce(stopped(1) + [torrent: torrents[2]])
        announce(stopped(1) + [torrent: torrents[0]])
        announce(peer: 1, torrent: torrents[3])

        then:
        table.counts(nowNs).keySet() == [torrents[0], torrents[1], torrents[3]] as Set
    }

    def "what is told fits what is counted, with many threads at once"() {
        given:
        table = tableWith(new SwarmLimits(4, 1000, 1000))

        when:
        def threads = (0..3).collect { thread ->
            Thread.start {
                200.times { announce(peer: thread * 200 + it, left: it % 2, torrent: it % 3 == 0 ? EFI : ROOT) }
                100.times { announce(stopped(thread * 200 + it) + [left: 1, torrent: it % 3 == 0 ? EFI : ROOT]) }
            }
        }
        threads*.join()

        then:
        def counts = table.counts(nowNs).values()
        counts*.peers().sum() == 400
        counts*.seeds().sum() == 200
        table.peers(ROOT, nowNs).size() + table.peers(EFI, nowNs).size() == 400
    }

    private AnnounceReply announce(Map what) {
        int peer = what.peer
        table.announce(
                new Announce(
                        what.torrent ?: ROOT,
                        id(peer),
                        what.address ?: at("10.0.${1 + peer.intdiv(250)}.${peer % 250}", 1000 + peer),
                        what.reachedAt ?: TRACKER,
                        what.left == null ? 100L : what.left as long,
                        what.event ?: Announce.Event.NONE,
                        what.wanted == null ? 50 : what.wanted),
                nowNs)
    }

    private static Map completed(int peer) {
        [peer: peer, left: 0, event: Announce.Event.COMPLETED]
    }

    private static Map stopped(int peer) {
        [peer: peer, left: 0, event: Announce.Event.STOPPED]
    }

    private static List<Integer> found(AnnounceReply reply) {
        reply.peers().collect { Integer.parseInt(it.peerId().hex(), 16) }.sort()
    }

    private void pass(Duration time) {
        nowNs += time.toNanos()
    }

    private SwarmTable tableWith(SwarmLimits limits) {
        new SwarmTable(POLICY, limits, Optional.empty(), new Random(1), -1_000_000_000_000L)
    }

    private static PeerId id(int number) {
        new PeerId(String.format('%040x', number))
    }

    private static InetSocketAddress at(String address, int port) {
        new InetSocketAddress(InetAddress.getByName(address), port)
    }
}
