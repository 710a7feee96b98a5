package ezio.core.swarm

import ezio.core.peerprograms.LibtorrentPeer
import ezio.core.unit.Rate
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Fetching from the first piece to the last. */
@Timeout(90)
class SequentialSpec extends Specification {

    @TempDir
    Path home

    private static TransferOptions options(boolean isSequential) {
        new TransferOptions(OptionalInt.empty(), OptionalInt.empty(), isSequential, TransferEvents.NONE)
    }

    def "pieces come from libtorrent #order"() {
        given: 'one thread to hash, so that pieces are written as they come'
        def disk = new PatternedDisk(home)
        def node = SwarmNode.start(SwarmFixture.SETTINGS.withThreads(1, 1))
        def seeder = LibtorrentPeer.seed(home, disk.torrentFile(disk.bare), disk.slices())
        def target = new MemoryTarget('target', PatternedDisk.EXTENTS)

        when:
        def restore = node.restore(disk.bare, target, Prior.nothing(), options(isSequential))
        restore.addPeer(new InetSocketAddress('127.0.0.1', seeder.port()))
        restore.completion().get(20, TimeUnit.SECONDS)

        then:
        target.writes.size() > 30
        (target.writes == target.writes.toSorted()) == isSequential

        cleanup:
        node?.close()
        seeder?.close()
        disk?.close()

        where:
        order       | isSequential
        'in order'  | true
        'at random' | false
    }

    def "targets that fetch in order still trade: the seeder sends little more than once"() {
        given: 'a seeder with a limit: without one it is done before the targets have met'
        def swarm = new SwarmFixture(8 << 20, 64 << 10)
        def limit = new Pacing(Rate.parse('4MiB/s'), Rate.ZERO, Duration.ZERO)
        def seed = swarm.seed(swarm.source(), swarm.node(SwarmFixture.SETTINGS.withPacing(limit)))
        def targets = (0..<3).collect { swarm.target("/dev/target$it") }
        def transfers = targets.collect { target ->
            def transfer = swarm.node().restore(swarm.torrent, target, Prior.nothing(), options(true))
            swarm.transfers << transfer
            transfer
        }

        when:
        swarm.introduce()
        transfers.each { SwarmFixture.await(it) }

        and: 'the conditions are of numbers alone: Spock would print the images, which takes all memory'
        def complete = targets.count { swarm.isWhole(it) }
        def copies = seed.status().uploadedBytes() / swarm.payload.length

        then:
        complete == 3
        copies < 2

        cleanup:
        swarm.close()
    }
}
