package ezio.core.swarm

import ezio.core.disk.DeviceFailure
import ezio.core.disk.Medium
import ezio.core.swarm.TransferStatus.State
import ezio.core.torrent.WrongPieces
import java.util.concurrent.ExecutionException
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Data that is not what the torrent says, or cannot be read: never written, and told of. */
@Timeout(60)
class WrongDataSpec extends Specification {

    static final int PIECE = 1 << 18

    @AutoCleanup(quiet = true)
    SwarmFixture swarm
    def soon = new PollingConditions(timeout: 20, delay: 0.02)

    def "data that does not have its hash is never written, and comes from others"() {
        given:
        swarm = new SwarmFixture(20 * PIECE, PIECE)
        def bad = swarm.source()
        (0..<20).step(3).each { bad.bytes[it * PIECE + 5] ^= 1 }
        def target = swarm.target()
        def written = Collections.synchronizedList([])
        target.beforeWrite = { long at, int length -> written << at }

        when:
        swarm.seed(bad)
        swarm.seed(swarm.source('/dev/good'))
        def restore = swarm.restore(target)
        swarm.introduce()
        SwarmFixture.await(restore)

        then:
        swarm.isWhole(target)
        written.size() == 20
    }

    def "who sends wrong data is told of by its address, hung up on, and not let in again at once"() {
        given:
        swarm = new SwarmFixture(20 * PIECE, PIECE)
        def bad = swarm.source()
        bad.bytes[5] ^= 1
        def badNode = swarm.node()
        def badSeed = swarm.seed(bad, badNode)
        def badAddress = new InetSocketAddress(InetAddress.loopbackAddress, badNode.port())
        def events = new ToldEvents()
        def told = events.lines
        def node = swarm.node()
        def target = swarm.target()

        when:
        def restore = node.restore(swarm.torrent, target, Prior.nothing(),
                new TransferOptions(OptionalInt.empty(), OptionalInt.empty(), true, events))
        restore.addPeer(badAddress)

        then: 'in order, the first piece is the wrong one'
        soon.eventually { assert told.any { it.startsWith('left') } }
        told == ["joined $badNode.port ezio 0.1.0", "piece 0 of [$badNode.port]", "dropped $badNode.port after 1",
                 "left $badNode.port: sent data that does not have its hash"]*.toString()

        when:
        badSeed.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, node.port()))
        swarm.seed(swarm.source('/dev/good'), swarm.node()).addPeer(
                new InetSocketAddress(InetAddress.loopbackAddress, node.port()))
        SwarmFixture.await(restore)

        then:
        swarm.isWhole(target)
        told.count { it.startsWith("joined $badNode.port ") } == 1
    }

    def "the only seeder, with one wrong piece, gives all others"() {
        given:
        swarm = new SwarmFixture(20 * PIECE, PIECE)
        def bad = swarm.source()
        bad.bytes[5] ^= 1
        swarm.seed(bad)
        def restore = swarm.restore(swarm.target())
        swarm.introduce()

        expect:
        soon.eventually {
            assert restore.status().piecesHeld() == 19
        }
        restore.status().note().get() ==~ /piece 0 from 127\.0\.0\.1:\d+ did not have its hash/
        restore.status().rejectedPieces() <= 2
    }

    def "a peer that has nothing but wrong data is named, and a corrected one is accepted again"() {
        given:
        swarm = new SwarmFixture(2 * PIECE, PIECE)
        def bad = swarm.source()
        bad.bytes[5] ^= 1
        swarm.seed(bad)
        def target = swarm.target()
        def restore = swarm.restore(target)
        swarm.introduce()

        expect:
        soon.eventually {
            def status = restore.status()
            assert status.rejectedPieces() >= 1
            assert status.note().get() ==~ /piece 0 from 127\.0\.0\.1:\d+ did not have its hash/
        }
        target.writes.every { it >= PIECE }

        when:
        swarm.seed(swarm.source('/dev/corrected'))
        swarm.introduce()
        SwarmFixture.await(restore)

        then:
        swarm.isWhole(target)
    }

    def "a seed that is checked and wrong does not serve"() {
        given:
        swarm = new SwarmFixture(3 * PIECE, PIECE)
        def source = swarm.source()
        source.bytes[PIECE] ^= 1

        when:
        def seed = swarm.seed(source, swarm.node(), true)
        SwarmFixture.await(seed)

        then:
        def thrown = thrown(ExecutionException)
        thrown.cause instanceof WrongPieces
        seed.status().state() == State.FAILED
    }

    def "a seed that is checked and right serves"() {
        given:
        swarm = new SwarmFixture(3 * PIECE, PIECE)
        def seed = swarm.seed(swarm.source(), swarm.node(), true)
        SwarmFixture.await(seed)
        def target = swarm.target()

        when:
        def restore = swarm.restore(target)
        swarm.introduce()
        SwarmFixture.await(restore)

        then:
        swarm.isWhole(target)
    }

    def "a read error at the seeder is told there, and costs the target that piece alone: #medium"() {
        given:
        swarm = new SwarmFixture(20 * PIECE, PIECE)
        def failure = DeviceFailure.read('/dev/bad', 7 * PIECE, PIECE, new IOException('Input/output error'))
        def bad = swarm.source()
        bad.medium = medium
        bad.beforeRead = { long at, int length ->
            if (at == 7 * PIECE) {
                throw failure
            }
        }
        def target = swarm.target()

        when:
        def seed = swarm.seed(bad)
        def restore = swarm.restore(target)
        swarm.introduce()
        soon.eventually {
            assert seed.status().note() == Optional.of(failure.message)
            assert restore.status().piecesHeld() == 19
        }
        swarm.seed()
        swarm.introduce()
        SwarmFixture.await(restore)

        then:
        swarm.isWhole(target)

        where:
        medium << Medium.values()
    }
}
