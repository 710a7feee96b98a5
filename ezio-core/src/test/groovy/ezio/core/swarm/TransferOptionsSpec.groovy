package ezio.core.swarm

import ezio.core.unit.Rate
import java.time.Duration
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** What can be different for one image, or change while it is there. */
@Timeout(60)
class TransferOptionsSpec extends Specification {

    static final int MIB = 1 << 20

    @AutoCleanup(quiet = true)
    SwarmFixture swarm
    def soon = new PollingConditions(timeout: 20, delay: 0.02)

    private static TransferOptions options(Integer uploads, Integer connections, boolean isSequential = false) {
        new TransferOptions(uploads == null ? OptionalInt.empty() : OptionalInt.of(uploads),
                connections == null ? OptionalInt.empty() : OptionalInt.of(connections), isSequential,
                TransferEvents.NONE)
    }

    private static SwarmSettings limited(double upload) {
        SwarmFixture.SETTINGS.withPacing(new Pacing(new Rate(upload), Rate.ZERO, Duration.ZERO))
    }

    def "an image may have fewer connections than the node allows"() {
        given:
        swarm = new SwarmFixture(4 * MIB, 1 << 18)
        2.times { swarm.seed(swarm.source(), swarm.node(limited(MIB))) }
        def node = swarm.node()
        def restore = node.restore(swarm.torrent, swarm.target(), Prior.nothing(), options(null, 1))
        def most = 0

        when:
        swarm.nodes.take(2).each {
            restore.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, it.port()))
        }
        soon.eventually {
            most = Math.max(most, restore.status().peers().size())
            assert restore.status().piecesHeld() > 2
        }

        then:
        most == 1
    }

    def "an image may serve fewer at a time than the node allows"() {
        given:
        // Private: the two would tell each other what they have.
        swarm = new SwarmFixture(8 * MIB, 1 << 18, 1, 'disk', true)
        def seeder = swarm.node(limited(MIB))
        seeder.seed(swarm.torrent, swarm.source(), false, options(1, null))
        def restores = (1..2).collect { swarm.restore(swarm.target("/dev/$it")) }

        when:
        restores*.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, seeder.port()))
        soon.eventually { assert restores.any { it.status().downloadedBytes() > 2 * MIB } }

        then: 'its turn lasts longer than this'
        restores.count { it.status().downloadedBytes() > 0 } == 1
    }

    def "an image that is fetched in order is written in order"() {
        given:
        swarm = new SwarmFixture(8 * MIB, 1 << 18)
        def seeder = swarm.node(limited(16 * MIB))
        seeder.seed(swarm.torrent, swarm.source(), false)
        def target = swarm.target()
        def restore = swarm.node().restore(swarm.torrent, target, Prior.nothing(), options(null, null, true))

        when:
        restore.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, seeder.port()))
        SwarmFixture.await(restore)
        def pieces = target.writes.collect { it.intdiv(1 << 18) }

        then: 'but for the few that are under way at a time'
        pieces.size() == 32
        pieces.indexed().every { at, piece -> Math.abs(at - piece) < 8 }
    }

    def "a limit that is set while data flows holds at once, and so does its end"() {
        given:
        swarm = new SwarmFixture(24 * MIB, 1 << 18)
        def seeder = swarm.node(limited(4 * MIB))
        def seed = seeder.seed(swarm.torrent, swarm.source(), false)
        def restore = swarm.restore(swarm.target())
        restore.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, seeder.port()))
        soon.eventually { assert restore.status().downloadedBytes() > MIB }

        when:
        seeder.limit(new Pacing(new Rate(128 << 10), Rate.ZERO, Duration.ZERO))
        long before = seed.status().uploadedBytes()
        new CountDownLatch(1).await(2, TimeUnit.SECONDS)
        long sent = seed.status().uploadedBytes() - before

        then: 'what had been read before is sent, and some large blocks were agreed on'
        seeder.pacing().upload() == new Rate(128 << 10)
        sent < 3 * MIB / 2

        when:
        seeder.limit(Pacing.NONE)
        long startNs = System.nanoTime()
        SwarmFixture.await(restore)

        then:
        (System.nanoTime() - startNs) / 1e9 < 5
    }
}
