package ezio.core.swarm

import static ezio.core.swarm.RawPeer.extended
import static ezio.core.swarm.RawPeer.handshake

import ezio.core.peerprograms.LibtorrentPeer
import ezio.core.unit.Rate
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

@Timeout(90)
class PeerExchangeInSwarmSpec extends Specification {

    static final int PIECE = 1 << 16
    static final Pacing SLOW = new Pacing(Rate.parse('16KiB/s'), Rate.parse('16KiB/s'), Duration.ZERO)

    @TempDir
    Path home
    List<AutoCloseable> opened = []
    def soon = new PollingConditions(timeout: 20, delay: 0.02)

    def cleanup() {
        opened.reverseEach { it.close() }
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened << closeable
        closeable
    }

    private static InetSocketAddress at(int port) {
        new InetSocketAddress(InetAddress.loopbackAddress, port)
    }

    def "who knows one node comes to know all of them, and they it"() {
        given: 'targets without a seeder, that know the first of them'
        def swarm = open(new SwarmFixture(20 * PIECE, PIECE))
        def first = swarm.node()
        def restores = [swarm.restore(swarm.target(), first)] + (1..3).collect { swarm.restore(swarm.target()) }

        when:
        restores.drop(1)*.addPeer(at(first.port()))

        then:
        soon.eventually { assert restores.every { it.status().peers().size() == 3 } }

        when: 'a seeder comes late that knows one of them'
        swarm.seed().addPeer(at(swarm.nodes[2].port()))

        then:
        restores.each { SwarmFixture.await(it) }
        restores.every { it.accounts().size() == 4 }
    }

    def "peers of a private torrent are not told of"() {
        given:
        def swarm = open(new SwarmFixture(20 * PIECE, PIECE, 1, 'disk', true))
        def seeder = swarm.node()
        swarm.seed(swarm.source(), seeder)
        def restores = (1..2).collect { swarm.restore(swarm.target()) }

        when: 'a peer tells of the others all the same'
        restores*.addPeer(at(seeder.port()))
        def teller = open(RawPeer.connect(swarm.nodes[1].port()))
        teller.send(handshake(swarm.torrent))
        teller.readHandshake()
        def offered = teller.readExtended()
        teller.send(extended(0, "d1:md6:ut_pexi9ee1:pi${swarm.nodes[2].port()}ee"))
        restores.each { SwarmFixture.await(it) }

        then:
        !offered.contains('ut_pex')
        offered.contains('ut_metadata')
        restores.every { it.accounts().findAll { it.client() =~ /ezio/ }.size() == 1 }
    }

    def "#what from a peer does no harm"() {
        given:
        def swarm = open(new SwarmFixture(20 * PIECE, PIECE))
        def target = swarm.node()
        def restore = swarm.restore(swarm.target(), target)
        def peer = open(RawPeer.connect(target.port()))
        peer.send(handshake(swarm.torrent))
        peer.readHandshake()
        def id = (peer.readExtended() =~ /6:ut_pexi(\d+)e/)[0][1] as int
        peer.send(extended(0, 'd1:md6:ut_pexi1eee'))

        when:
        messages.each { String message -> peer.send(extended(id, message)) }
        def seeder = swarm.node()
        swarm.seed(swarm.source(), seeder)
        restore.addPeer(at(seeder.port()))

        then: 'the seeder is called although thousands of others are to be'
        restore.completion().get(10, TimeUnit.SECONDS) == null

        where:
        what                                | messages
        'a message without a peer'          | ['de']
        'the address of nobody'             | ['d5:added6:\u007f\0\0\u0001\0\u0001e']
        'addresses that mean nothing'       | ['d5:added18:\0\0\0\0\u0001\u0001' + '\u00e0\0\0\u0001\u0001\u0001' + '\u00ff\u00ff\u00ff\u00ff\u0001\u0001e']
        'thousands of addresses of nobody'  | (0..19).collect { int i ->
            'd5:added1200:' + (0..199).collect { int j -> "\u000a\u00ff${(char) i}${(char) j}\u001a\u00e1" }.join() + 'e'
        }
    }

    def "libtorrent learns of a third peer from us"() {
        given: 'our target knows both, the seeder and libtorrent do not know each other'
        def disk = open(new PatternedDisk(home))
        def seeder = open(SwarmNode.start(SwarmFixture.SETTINGS))
        def seed = seeder.seed(disk.bare, disk.source(), false)
        def libtorrent = open(LibtorrentPeer.fetch(home, disk.torrentFile(disk.bare), home.resolve('fetched')))
        def middle = open(SwarmNode.start(SwarmFixture.SETTINGS.withPacing(SLOW)))
        def restore = middle.restore(disk.bare, PatternedDisk.image(disk.target('target', false)), false)

        when:
        restore.addPeer(at(seeder.port()))
        restore.addPeer(at(libtorrent.port()))

        then: 'our target is slow, so that everything comes from the seeder'
        libtorrent.awaitComplete()
        disk.verifySlices(home.resolve('fetched'))
        seed.accounts()*.client().any { it =~ /(?i)libtorrent|LT/ }
    }

    def "we learn of a third peer from libtorrent"() {
        given: 'libtorrent knows both, our target and the seeder do not know each other; all is slow, so that all stay'
        def disk = open(new PatternedDisk(home))
        def slow = SwarmFixture.SETTINGS.withPacing(SLOW)
        def seeder = open(SwarmNode.start(slow))
        def seed = seeder.seed(disk.bare, disk.source(), false)
        def libtorrent = open(LibtorrentPeer.fetch(home, disk.torrentFile(disk.bare), home.resolve('fetched')))
        def target = open(SwarmNode.start(slow))
        def restore = target.restore(disk.bare, PatternedDisk.image(disk.target('target', false)), false)

        when:
        libtorrent.connect('127.0.0.1', seeder.port())
        libtorrent.connect('127.0.0.1', target.port())

        then: 'it tells after a while'
        new PollingConditions(timeout: 80, delay: 0.1).eventually {
            assert restore.accounts()*.address()*.port.contains(seeder.port())
            assert seed.accounts()*.address()*.port.contains(target.port())
        }
    }
}
