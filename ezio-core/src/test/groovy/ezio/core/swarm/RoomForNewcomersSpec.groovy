package ezio.core.swarm

import static ezio.core.swarm.RawPeer.handshake
import static ezio.core.swarm.RawPeer.ints
import static ezio.core.swarm.RawPeer.message

import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

@Timeout(60)
class RoomForNewcomersSpec extends Specification {

    static final int PIECE = 1 << 14
    static final int INTERESTED = 2

    List<AutoCloseable> opened = []
    def soon = new PollingConditions(timeout: 30, delay: 0.1)
    SwarmFixture swarm = open(new SwarmFixture(20 * PIECE, PIECE))

    def cleanup() {
        opened.reverseEach { it.close() }
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened << closeable
        closeable
    }

    private RawPeer connect(SwarmNode node, int number, byte[] more = new byte[0]) {
        def peer = open(RawPeer.connect(node.port()))
        peer.send(handshake(swarm.torrent, "-RA0001-$number"))
        peer.send(more)
        peer
    }

    private Transfer restore(SwarmNode seeder) {
        def restore = swarm.restore(swarm.target())
        restore.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, seeder.port()))
        restore
    }

    def "#count peers that #what do not keep a target from a seeder that has all its places taken"() {
        given:
        def seeder = swarm.node(SwarmFixture.SETTINGS.withLimits(count, 16))
        def seed = swarm.seed(swarm.source(), seeder)
        count.times { connect(seeder, it, said) }
        soon.eventually { assert seed.status().peers().size() == count }

        when:
        SwarmFixture.await(restore(seeder), 50)

        then:
        seed.status().peers().size() >= count - 1
        seed.status().uploadedBytes() == swarm.payload.length

        where:
        count | what                                  | said
        200   | 'say nothing'                         | new byte[0]
        40    | 'have nothing and want nothing'       | message(5, new byte[3])
        40    | 'say that they want it and never ask' | message(INTERESTED)
    }

    def "a target whose places are taken by idle peers calls the seeder that it knows"() {
        given:
        def target = swarm.node(SwarmFixture.SETTINGS.withLimits(4, 4))
        def restore = swarm.restore(swarm.target(), target)
        4.times { connect(target, it) }
        soon.eventually { assert restore.status().peers().size() == 4 }
        def seeder = swarm.node()
        swarm.seed(swarm.source(), seeder)

        when:
        restore.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, seeder.port()))

        then:
        SwarmFixture.await(restore)
    }

    def "a newcomer is turned away where everybody is of use, and nobody goes for it"() {
        given:
        def seeder = swarm.node(SwarmFixture.SETTINGS.withLimits(2, 4))
        def seed = swarm.seed(swarm.source(), seeder)
        def busy = (0..1).collect { connect(seeder, it, message(INTERESTED)) }
        soon.eventually { assert seed.status().peers().size() == 2 }
        busy.each { it.send(message(RawPeer.REQUEST, ints(0, 0, PIECE))) }
        soon.eventually { assert seed.status().uploadedBytes() == 2 * PIECE }

        when:
        def newcomer = connect(seeder, 9, message(INTERESTED))

        then:
        newcomer.isHungUpOn()
        seed.status().peers().size() == 2
    }
}
