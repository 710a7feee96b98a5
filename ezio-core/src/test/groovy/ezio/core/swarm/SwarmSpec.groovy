package ezio.core.swarm

import ezio.core.disk.DeviceFailure
import ezio.core.disk.Medium
import ezio.core.problem.ListenFailure
import ezio.core.swarm.TransferStatus.State
import ezio.core.torrent.WrongPieces
import java.util.concurrent.CancellationException
import java.util.concurrent.ExecutionException
import java.util.concurrent.atomic.AtomicInteger
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

@Timeout(60)
class SwarmSpec extends Specification {

    static final int PIECE = 1 << 18

    @AutoCleanup(quiet = true)
    SwarmFixture swarm
    def soon = new PollingConditions(timeout: 20, delay: 0.02)

    static boolean holdsEverything(MemoryTarget target, SwarmFixture swarm) {
        Arrays.equals(target.bytes, swarm.payload)
    }

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
        targets.every { holdsEverything(it, swarm) }
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
        holdsEverything(target, swarm)
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
        holdsEverything(target, swarm)
    }

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
        holdsEverything(target, swarm)
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
        List<String> told = [].asSynchronized()
        def events = new TransferEvents() {
            @Override
            void badPiece(int piece, List<InetSocketAddress> senders) {
                told << "piece $piece of ${senders*.port}".toString()
            }

            @Override
            void peerDropped(InetSocketAddress address, String client, int badPieces) {
                told << "dropped ${address.port} after $badPieces".toString()
            }

            @Override
            void peerJoined(InetSocketAddress address, String client) {
                told << "joined ${address.port} $client".toString()
            }

            @Override
            void peerLeft(InetSocketAddress address, String client, String reason) {
                told << "left ${address.port}: $reason".toString()
            }
        }
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
        holdsEverything(target, swarm)
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
        holdsEverything(target, swarm)
    }

    def "a write that fails ends that target with device and place, and no other"() {
        given:
        swarm = new SwarmFixture(20 * PIECE, PIECE)
        def failure = DeviceFailure.write('/dev/full', 0x140000, 4096, new IOException('No space left on device'))
        def writes = new AtomicInteger()
        def full = swarm.target('/dev/full')
        full.beforeWrite = { long at, int length ->
            if (writes.incrementAndGet() > 5) {
                throw failure
            }
        }
        def other = swarm.target('/dev/other')
        swarm.seed()

        when:
        def broken = swarm.restore(full)
        def healthy = swarm.restore(other)
        swarm.introduce()
        SwarmFixture.await(healthy)
        SwarmFixture.await(broken)

        then:
        def thrown = thrown(ExecutionException)
        thrown.cause.is(failure)
        broken.status().state() == State.FAILED
        broken.status().failure().get().is(failure)
        !broken.status().isComplete()
        holdsEverything(other, swarm)
    }

    def "a device that cannot be synced is not complete"() {
        given:
        swarm = new SwarmFixture(3 * PIECE, PIECE)
        def failure = DeviceFailure.sync('/dev/target', new IOException('Input/output error'))
        def target = swarm.target()
        target.onSync = { throw failure }
        swarm.seed()

        when:
        def restore = swarm.restore(target)
        swarm.introduce()
        SwarmFixture.await(restore)

        then:
        def thrown = thrown(ExecutionException)
        thrown.cause.is(failure)
        restore.status().state() == State.FAILED
    }

    def "others count a copy as full only when it is synced"() {
        given:
        swarm = new SwarmFixture(10 * PIECE, PIECE)
        def gate = new java.util.concurrent.CountDownLatch(1)
        def target = swarm.target()
        target.onSync = { gate.await() }
        def seed = swarm.seed()
        def restore = swarm.restore(target)

        when:
        swarm.introduce()
        soon.eventually { assert restore.status().state() == State.SYNCING }
        soon.eventually { assert seed.status().peers()*.has() == [0.9d] }

        then:
        seed.status().copies() == 0
        !restore.completion().isDone()

        when:
        gate.countDown()
        SwarmFixture.await(restore)

        then:
        soon.eventually { assert seed.status().copies() == 1 }
    }

    def "a device that is right already is counted by others only when it is synced"() {
        given:
        swarm = new SwarmFixture(3 * PIECE, PIECE)
        def gate = new java.util.concurrent.CountDownLatch(1)
        def right = new MemoryTarget('/dev/right', swarm.extents, swarm.payload.clone())
        right.onSync = { gate.await() }
        def first = swarm.restore(right, swarm.node(), true)
        soon.eventually { assert first.status().state() == State.SYNCING }
        def second = swarm.restore(swarm.target())
        swarm.introduce()

        expect:
        soon.eventually { assert second.status().piecesHeld() == 2 }
        second.status().copies() == 0

        when:
        gate.countDown()
        SwarmFixture.await(second)

        then:
        second.status().copies() == 1
    }

    def "a device that is right already is synced and complete"() {
        given:
        swarm = new SwarmFixture(3 * PIECE, PIECE)
        def syncs = new AtomicInteger()
        def target = swarm.target()
        System.arraycopy(swarm.payload, 0, target.bytes, 0, swarm.payload.length)
        target.onSync = { syncs.incrementAndGet() }

        when:
        def restore = swarm.restore(target, swarm.node(), true)
        SwarmFixture.await(restore)

        then:
        syncs.get() == 1
        target.writes.isEmpty()
        restore.status().state() == State.SEEDING
    }

    def "a device that is half right only fetches the rest"() {
        given:
        swarm = new SwarmFixture(10 * PIECE, PIECE)
        def target = swarm.target()
        System.arraycopy(swarm.payload, 0, target.bytes, 0, swarm.payload.length)
        [2, 7].each { target.bytes[it * PIECE + 9] ^= 1 }
        swarm.seed()

        when:
        def restore = swarm.restore(target, swarm.node(), true)
        soon.eventually { assert restore.status().state() != State.CHECKING }
        swarm.introduce()
        SwarmFixture.await(restore)

        then:
        holdsEverything(target, swarm)
        target.writes.sort() == [2L * PIECE, 7L * PIECE]
        restore.status().downloadedBytes() == 2 * PIECE
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
        holdsEverything(target, swarm)
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
        holdsEverything(targets[0], swarm)
        holdsEverything(targets[1], other)
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
        holdsEverything(target, swarm)
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
        holdsEverything(target, swarm)

        where:
        medium << Medium.values()
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
