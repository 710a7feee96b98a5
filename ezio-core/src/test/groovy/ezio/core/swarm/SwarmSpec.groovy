package ezio.core.swarm

import ezio.core.disk.Medium
import ezio.core.problem.ListenFailure
import ezio.core.swarm.TransferStatus.State
import java.util.concurrent.CancellationException
import java.util.concurrent.atomic.AtomicInteger
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Seeders and targets on loopback: everybody gets every byte. */
@Timeout(60)
class SwarmSpec extends Specification {

    static final int PIECE = 1 << 18

    @AutoCleanup(quiet = true)
    SwarmFixture swarm
    def soon = new PollingConditions(timeout: 20, delay: 0.02)

    def "targets that start together all get every byte: #payloadBytes bytes in pieces of #pieceBytes, on #medium"() {
        given:
        swarm = new SwarmFixture(payloadBytes, pieceBytes)
        def source = swarm.source()
        source.medium = medium
        swarm.seed(source)
        def targets = (1..3).collect { swarm.target("/dev/target$it") }
        targets.each { it.medium = medium }

        when:
        def restores = targets.collect { swarm.restore(it) }
        swarm.introduce()
        restores.each { SwarmFixture.await(it) }

        then:
        targets.every { swarm.isWhole(it) }
        restores.every { it.status().state() == State.SEEDING }
        restores.every { it.status().rejectedPieces() == 0 }
        restores.every { it.status().bytesHeld() == payloadBytes }

        where:
        payloadBytes      | pieceBytes | medium
        20_000_001        | 1 << 18    | Medium.UNKNOWN
        1                 | 1 << 14    | Medium.UNKNOWN
        (1 << 20)         | 1 << 20    | Medium.ROTATING
        40_000_000        | 1 << 24    | Medium.ROTATING
        (1 << 14) * 5 + 7 | 1 << 14    | Medium.UNKNOWN
        40_000_001        | 1 << 20    | Medium.FLAT
        1                 | 1 << 14    | Medium.FLAT
    }

    def "targets tell each other what they fetch from the seeder, and stay connected"() {
        given:
        swarm = new SwarmFixture(60 * PIECE, PIECE)
        swarm.seed()
        def restores = (1..3).collect { swarm.restore(swarm.target("/dev/target$it")) }

        when:
        swarm.introduce()
        restores.each { SwarmFixture.await(it) }

        then: 'a message that one cannot read would have ended a connection, and left a second account or a note'
        restores.every { it.accounts().size() == 3 && it.status().note().isEmpty() }
        restores.sum { it.accounts().findAll { !it.cameComplete() }.sum { it.downloadedBytes() } } > 0
    }

    def "what one target receives it serves to the others"() {
        given: 'a seeder that only the first target knows'
        swarm = new SwarmFixture(10 * PIECE, PIECE, 1, 'disk', true)
        swarm.seed()
        def first = swarm.restore(swarm.target('/dev/first'))
        def second = swarm.restore(swarm.target('/dev/second'))
        def secondNode = swarm.nodes.last()

        when:
        swarm.transfers[0].addPeer(new InetSocketAddress(InetAddress.loopbackAddress, swarm.nodes[1].port()))
        first.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, secondNode.port()))
        SwarmFixture.await(second)

        then:
        first.status().uploadedBytes() == swarm.payload.length

        and: 'the accounts stay when the peers are gone'
        soon.eventually { assert first.status().peers().isEmpty() }
        first.accounts().collect { [it.cameComplete(), it.downloadedBytes(), it.uploadedBytes()] }.sort() ==
                [[false, 0, swarm.payload.length], [true, swarm.payload.length, 0]]
        second.accounts()*.client() == ['ezio 0.1.0']

        and: 'who called is known by where it listens'
        first.accounts()*.address()*.port as Set == [swarm.nodes[0].port(), secondNode.port()] as Set
        soon.eventually { assert first.status().copies() >= 1 }
    }

    def "a machine that joins late gets everything too"() {
        given:
        swarm = new SwarmFixture(10 * PIECE, PIECE)
        swarm.seed()
        def early = swarm.restore(swarm.target('/dev/early'))
        swarm.introduce()
        SwarmFixture.await(early)
        def target = swarm.target('/dev/late')

        when:
        def late = swarm.restore(target)
        swarm.introduce()
        SwarmFixture.await(late)

        then:
        swarm.isWhole(target)
    }

    def "a seeder that is started last is found"() {
        given:
        swarm = new SwarmFixture(10 * PIECE, PIECE)
        def target = swarm.target()
        def restore = swarm.restore(target)

        expect:
        restore.status().note().get() == 'the torrent names no tracker, and no peer was given'

        when:
        swarm.seed()
        swarm.introduce()
        SwarmFixture.await(restore)

        then:
        swarm.isWhole(target)
    }

    def "one node restores two images at once, and does not mix them up"() {
        given: 'two images with the same layout and different content'
        swarm = new SwarmFixture(20 * PIECE, PIECE, 1, 'one')
        def other = new SwarmFixture(20 * PIECE, PIECE, 2, 'two')
        def seeder = swarm.node()
        seeder.seed(swarm.torrent, swarm.source(), false)
        seeder.seed(other.torrent, other.source(), false)
        def node = swarm.node()
        def targets = [swarm.target('/dev/one'), other.target('/dev/two')]

        when:
        def restores = [node.restore(swarm.torrent, targets[0], false), node.restore(other.torrent, targets[1], false)]
        restores.each { it.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, seeder.port())) }
        restores.each { SwarmFixture.await(it) }

        then:
        swarm.isWhole(targets[0])
        other.isWhole(targets[1])
    }

    def "a seeder that goes away in the middle is replaced by another one"() {
        given:
        swarm = new SwarmFixture(40 * PIECE, PIECE)
        swarm.seed()
        def dying = swarm.nodes[0]
        def target = swarm.target()
        def restore = swarm.restore(target)
        target.beforeWrite = { long at, int length ->
            if (target.writes.size() == 5) {
                Thread.start { dying.close() }
            }
        }
        swarm.introduce()
        soon.eventually { assert target.writes.size() > 5 }

        when:
        swarm.seed()
        swarm.introduce()
        SwarmFixture.await(restore)

        then:
        swarm.isWhole(target)
    }

    def "stopping in the middle syncs what was written, closes the image and reports no completion"() {
        given:
        swarm = new SwarmFixture(40 * PIECE, PIECE)
        swarm.seed()
        def target = swarm.target()
        def syncs = new AtomicInteger()
        target.onSync = { syncs.incrementAndGet() }
        def restore = swarm.restore(target)
        target.beforeWrite = { long at, int length ->
            if (target.writes.size() == 3) {
                swarm.nodes[0].close()
            }
        }
        swarm.introduce()
        soon.eventually { assert target.writes.size() > 3 }

        when:
        restore.stop(java.time.Duration.ofSeconds(1))

        then:
        target.isClosed
        syncs.get() == 1
        restore.status().state() == State.STOPPED

        when:
        restore.completion().join()

        then:
        thrown(CancellationException)
    }

    def "refuses #why"() {
        given:
        swarm = new SwarmFixture(3 * PIECE, PIECE)
        def node = swarm.node()

        when:
        act(swarm, node)

        then:
        def problem = thrown(expected)
        problem.message == message(swarm, node)

        where:
        why                    | expected       | act                                                                            | message
        'a port that is taken' | ListenFailure  | { s, n -> s.node(SwarmFixture.SETTINGS.withPort(n.port())) }                   | { s, n -> "port ${n.port()} is taken by another process".toString() }
        'a torrent twice'      | TorrentTwice   | { s, n -> s.seed(s.source(), n); s.seed(s.source(), n) }                       | { s, n -> "disk (${s.torrent.infoHash().brief()}) is in use on this node already".toString() }
    }

    def "refuses pieces that do not fit into the cache"() {
        given:
        swarm = new SwarmFixture(100, 1 << 25)

        when:
        swarm.restore(swarm.target())

        then:
        def problem = thrown(CacheTooSmall)
        problem.message == 'a cache of 64 MiB is too small for disk with pieces of 32 MiB'
        problem.remedy().get() == 'use --cache-size 72MiB or more'
    }
}
