package ezio.core.swarm

import ezio.core.disk.DeviceFailure
import ezio.core.swarm.TransferStatus.State
import java.util.concurrent.ExecutionException
import java.util.concurrent.atomic.AtomicInteger
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** When a target counts as complete: not before its device has taken everything. */
@Timeout(60)
class SyncedTargetSpec extends Specification {

    static final int PIECE = 1 << 18

    @AutoCleanup(quiet = true)
    SwarmFixture swarm
    def soon = new PollingConditions(timeout: 20, delay: 0.02)

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
        swarm.isWhole(other)
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
        swarm.isWhole(target)
        target.writes.sort() == [2L * PIECE, 7L * PIECE]
        restore.status().downloadedBytes() == 2 * PIECE
    }
}
