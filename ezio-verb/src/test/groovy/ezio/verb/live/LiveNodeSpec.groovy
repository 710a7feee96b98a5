package ezio.verb.live

import ezio.core.disk.Refusal
import ezio.core.disk.TargetRefused
import ezio.core.problem.Problem
import ezio.core.swarm.StopRule
import ezio.core.swarm.TorrentTwice
import ezio.core.swarm.TransferStatus
import ezio.core.torrent.WrongPieces
import ezio.verb.MissingTarget
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CancellationException
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

@Timeout(60)
class LiveNodeSpec extends Specification {

    @TempDir
    Path directory

    @AutoCleanup
    LiveFixture fixture

    def soon = new PollingConditions(timeout: 20)

    def setup() {
        fixture = new LiveFixture(directory)
    }

    static List<LiveEvent> record(LiveNode node) {
        List<LiveEvent> events = [].asSynchronized()
        node.listen { events << it }
        events
    }

    static void await(LiveImage image) {
        image.completion().get(30, TimeUnit.SECONDS)
    }

    def "an image goes from one node to another, and each tells what happens"() {
        given:
        def seeder = fixture.node()
        def target = fixture.node()
        def seederEvents = record(seeder)
        def targetEvents = record(target)
        def file = fixture.empty('target')

        when:
        def seed = fixture.seed(seeder)
        def restore = target.restore(fixture.restoreOrder(file, seeder))
        await(restore)

        then:
        fixture.isRestored(file)
        restore.role() == SwarmImage.Role.RESTORE
        restore.status().isComplete()
        target.images() == [restore]
        target.find(fixture.torrent.infoHash()).get().is(restore)
        soon.eventually {
            assert seederEvents*.kind.containsAll([LiveEvent.Kind.ADDED, LiveEvent.Kind.SEEDING])
            assert targetEvents*.kind.containsAll(
                    [LiveEvent.Kind.ADDED, LiveEvent.Kind.DOWNLOADING, LiveEvent.Kind.COMPLETE])
        }
        targetEvents.every { it.image.get() == fixture.torrent.infoHash() && it.imageName == 'disk1' }

        when:
        restore.stop('asked to')
        seed.stop('asked to')

        then:
        restore.ended().get() == 'asked to'
        target.images().empty
        seeder.images().empty
        soon.eventually {
            assert seederEvents.last().kind == LiveEvent.Kind.STOPPED
            assert seederEvents.last().fields.reason == 'asked to'
        }
    }

    def "an image leaves by its rule, the others stay"() {
        given:
        def seeder = fixture.node()
        def other = new LiveFixture(directory, 1 << 20, 256 << 10, 2)

        when:
        def leaving = fixture.seed(seeder, fixture.seedOrder().withStopRule(StopRule.parse('time=300ms')))
        def staying = other.seed(seeder)

        then:
        leaving.ended().get(10, TimeUnit.SECONDS) == '300 ms are over'
        seeder.images() == [staying]

        cleanup:
        other.close()
    }

    def "what was restored is trusted when it is seeded"() {
        given:
        def seeder = fixture.node()
        fixture.seed(seeder)
        def target = fixture.node()
        def file = fixture.empty('target')
        def restore = target.restore(fixture.restoreOrder(file, seeder))
        await(restore)
        restore.stop('asked to')
        def notes = []
        def listener = new OpeningListener() {
            @Override
            void trusting(ezio.verb.HashLedger.Entry entry) { notes << entry.words() }

            @Override
            void hashingFirst(Path path) { notes << 'hashing' }
        }

        when:
        target.seed(SeedOrder.of(fixture.torrent, file), listener, new ezio.core.progress.CancelToken())

        then:
        notes == ['the restore done']
    }

    def "a seed that is not what its torrent says fails, and stays to be looked at until it is given again"() {
        given:
        def node = fixture.node()
        def events = record(node)
        new RandomAccessFile(fixture.image.toFile(), 'rw').withCloseable {
            it.seek(4096)
            it.write(it.read() ^ 1)
        }

        when:
        def seed = fixture.seed(node, fixture.seedOrder().withDoubt(Doubt.CHECK))
        seed.ended().get(20, TimeUnit.SECONDS)

        then:
        def e = thrown(ExecutionException)
        e.cause instanceof WrongPieces
        seed.completion().completedExceptionally
        seed.status().state() == TransferStatus.State.FAILED
        node.images() == [seed]
        soon.eventually {
            assert events.last().kind == LiveEvent.Kind.FAILED
            assert events.last().problem.get().is(e.cause)
        }

        when:
        fixture.write(fixture.image)
        def again = fixture.seed(node, fixture.seedOrder().withDoubt(Doubt.CHECK))
        await(again)

        then:
        node.images() == [again]
    }

    def "the same torrent twice is refused, and the first goes on"() {
        given:
        def node = fixture.node()
        def seed = fixture.seed(node)

        when:
        fixture.seed(node)

        then:
        thrown(TorrentTwice)
        node.images() == [seed]
        seed.status().state() == TransferStatus.State.SEEDING
    }

    def "nothing is written while one of several targets is refused"() {
        given:
        def node = fixture.node()
        def other = new LiveFixture(directory, 1 << 20, 256 << 10, 2)
        def fresh = directory.resolve('fresh')

        when:
        node.restore([
                RestoreOrder.of(fixture.torrent, fresh).withCreateBytes(OptionalLong.of(0)),
                RestoreOrder.of(other.torrent, directory.resolve('missing'))])

        then:
        def e = thrown(MissingTarget)
        e.kind() == Problem.Kind.REFUSED
        !Files.exists(fresh)
        node.images().empty

        when: 'it can be tried again'
        node.restore(RestoreOrder.of(fixture.torrent, fresh).withCreateBytes(OptionalLong.of(0)))

        then:
        Files.exists(fresh)

        cleanup:
        other.close()
    }

    def "what an image of this node lies on is no target"() {
        given:
        def node = fixture.node()
        fixture.seed(node)
        def other = new LiveFixture(directory, 1 << 20, 256 << 10, 2)

        when:
        node.restore(RestoreOrder.of(other.torrent, fixture.image).withOverwrite([fixture.image] as Set))

        then:
        def e = thrown(TargetRefused)
        e.refusal() == Refusal.OVERLAPPING_TARGETS
        e.message == "refused (overlapping-targets): $fixture.image is in use by another image on this node"

        cleanup:
        other.close()
    }

    def "a restore that was stopped before the end says so"() {
        given:
        def node = fixture.node()
        def restore = node.restore(RestoreOrder.of(fixture.torrent, directory.resolve('fresh'))
                .withCreateBytes(OptionalLong.of(0)))

        when:
        restore.stop('enough')
        restore.completion().get(10, TimeUnit.SECONDS)

        then:
        thrown(CancellationException)
        restore.ended().get() == 'enough'
        restore.status().state() == TransferStatus.State.STOPPED
    }

    def "closing a node stops its images"() {
        given:
        def node = fixture.node()
        def events = record(node)
        def seed = fixture.seed(node)

        when:
        node.close()

        then:
        seed.ended().get(1, TimeUnit.SECONDS) == 'asked to'
        events.last().kind == LiveEvent.Kind.STOPPED
    }

    def "while it is paused nothing moves; afterwards it goes on"() {
        given:
        def seeder = fixture.node()
        def seed = fixture.seed(seeder)
        def target = fixture.node()
        def events = record(target)
        def file = fixture.empty('target')
        seed.pause()

        when:
        def restore = target.restore(fixture.restoreOrder(file, seeder))

        then:
        seed.status().isPaused()
        seed.status().isComplete()
        !restore.completion().done

        when:
        restore.pause()
        seed.resume()

        then:
        soon.eventually { assert events.last().kind == LiveEvent.Kind.PAUSED }
        restore.status().isPaused()
        restore.status().state() == TransferStatus.State.DOWNLOADING
        !seed.status().isPaused()

        when:
        restore.resume()
        await(restore)

        then:
        fixture.isRestored(file)
        events*.kind.contains(LiveEvent.Kind.RESUMED)
    }
}
